import { expect, vi } from 'vitest';
import type { InstanceAction } from '../../src/lib/protocol/instance.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { readers } from '../support/readers.ts';
import { publishReliably, ResumingReader } from '../support/resuming-reader.ts';
import type { ThrowAway } from './throw-away.ts';

const waitOptions = { timeout: 30_000, interval: 20 };

/**
 * Runs an action while readers of every transport are in a room of the instance, and publishes messages before,
 * during and after it.
 * @param then an action that follows at once
 */
export async function runDuring(
	instance: ThrowAway,
	action: InstanceAction,
	then?: InstanceAction
) {
	const room = `own-${randomId(20)}`;
	const originOf = () => instance.origin;
	let count = 0;
	const publishNext = () => {
		const clientId = `c${++count}`;
		return publishReliably(originOf, { room, text: `m${count}`, clientId });
	};
	const from = await publishNext();
	const reading = Object.entries(readers).map(
		(transport) => new ResumingReader(transport, { room, from, originOf })
	);
	await publishNext();
	for (const { listener, name } of reading) {
		await vi.waitFor(() => expect(listener.texts, name).toEqual(['m2']), waitOptions);
	}
	const acting = instance.act(action);
	const published = [publishNext(), publishNext()];
	expect((await acting).status).toBe(200);
	if (then) await instance.act(then);
	await Promise.all(published);
	const last = await publishNext();
	for (const { listener, name } of reading) {
		await vi.waitFor(() => expect(listener.at, name).toEqual(last), waitOptions);
	}
	await Promise.all(reading.map((reader) => reader.close()));
	return { reading, from, last };
}
