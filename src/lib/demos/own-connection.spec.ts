import { afterEach, expect, it, vi } from 'vitest';
import { causeFault, readReport } from './own-connection.ts';

const report = { id: 'id', fault: 'hold', queuedBytes: 3, closedForMs: null, closedWith: null };
const answer = (response: () => Response) => {
	const fetch = vi.fn<typeof window.fetch>(() => Promise.resolve().then(response));
	vi.stubGlobal('window', { fetch });
	return fetch;
};

afterEach(() => void vi.unstubAllGlobals());

it('asks for a fault on one connection and returns the report', async () => {
	const fetch = answer(() => Response.json(report));
	expect(await causeFault('name', 'hold')).toEqual(report);
	expect(fetch).toHaveBeenCalledWith('/api/connections/name', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{"fault":"hold"}'
	});
});

it.each<[string, () => Response]>([
	['a rejection', () => Response.json({ code: 'not_found', message: '' }, { status: 404 })],
	['another shape', () => Response.json({ fault: 'hold' })],
	['text', () => new Response('<html>')],
	[
		'a lost connection',
		() => {
			throw new TypeError('Failed to fetch');
		}
	]
])('returns null for %s', async (_, response) => {
	answer(response);
	expect(await readReport('name')).toBeNull();
});
