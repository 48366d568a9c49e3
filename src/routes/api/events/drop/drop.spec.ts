import { afterEach, describe, expect, it, vi } from 'vitest';
import { feed } from '$lib/server/tutorial/index.ts';
import { POST } from './+server.ts';

type Event = Parameters<typeof POST>[0];

const address = 'http://localhost/api/events/drop';
const ask = async (search: string) => POST({ url: new URL(address + search) } as Event);

const join = (name: string | null) => {
	const reader = { name, send: vi.fn(), end: vi.fn() };
	feed.join(reader, null);
	return reader;
};

afterEach(() => feed.end());

describe('POST /api/events/drop', () => {
	it('ends the stream of the named reader only', async () => {
		const [own, other, nameless] = [join('own'), join('other'), join(null)];
		const response = await ask('?reader=own');
		expect(response.status).toBe(204);
		expect((await ask('?reader=own')).status).toBe(404);
		expect(own.end).toHaveBeenCalledOnce();
		expect(other.end).not.toHaveBeenCalled();
		expect(nameless.end).not.toHaveBeenCalled();
	});

	it.each(['', '?reader=', '?reader=unknown', '?reader=null'])(
		'closes no stream and returns 404 for "%s"',
		async (search) => {
			const readers = [join('own'), join(null), join('')];
			const response = await ask(search);
			expect(response.status).toBe(404);
			expect(await response.json()).toMatchObject({ code: 'not_found' });
			for (const { end } of readers) expect(end).not.toHaveBeenCalled();
		}
	);
});
