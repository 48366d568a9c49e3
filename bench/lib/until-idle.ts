import { setTimeout as sleep } from 'node:timers/promises';
import type { Usage } from './peer.ts';

/** A server is idle when it uses less than this share of its core over `pauseMs`. */
const idleShare = 0.05;
const pauseMs = 300;
const maxPauses = 40;

/** Waits until a server has finished its work for the previous load. Gives up after `maxPauses` pauses, without an error. */
export async function untilIdle(usage: () => Promise<Usage>): Promise<void> {
	for (let i = 0; i < maxPauses; i++) {
		const before = await usage();
		await sleep(pauseMs);
		const { cpuSeconds } = await usage();
		if ((cpuSeconds - before.cpuSeconds) * 1000 < idleShare * pauseMs) return;
	}
}
