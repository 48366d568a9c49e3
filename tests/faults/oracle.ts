import { expect } from 'vitest';
import { formatCursor, parseCursor } from '../../src/lib/protocol/cursor.ts';
import type { Outcome } from './setup.ts';

/**
 * Checks that every reader got each message once and in order, or an exact gap.
 * @param mayLoseData whether Redis may lose acknowledged messages; then readers may get a reset
 */
export function check(
	{ published, readers }: Outcome,
	{ mayLoseData }: { mayLoseData: boolean }
): void {
	const texts = new Map<string, string>();
	for (const { name, listener } of readers) {
		// Missing messages, duplicates, and gaps that do not start at the reader's cursor.
		expect(listener.faults, name).toEqual([]);
		if (!mayLoseData) expect(listener.gaps, name).toEqual([]);
		for (const { id, text } of listener.messages) {
			// The same id has the same text for all.
			expect(texts.get(id) ?? text, `${name} ${id}`).toBe(text);
			texts.set(id, text);
		}
		expectOnce(name, listener.messages);
	}
	for (const { text, at } of published) {
		const id = formatCursor(at);
		for (const { name, listener } of readers) {
			const isReceived = listener.messages.some((message) => message.id === id);
			const isExplained = listener.gaps.some(({ reason, from, to, cursor }) => {
				if (reason === 'reset') return true;
				const sameEpoch = parseCursor(cursor)?.epoch === at.epoch;
				return sameEpoch && Number(from) <= at.seq && at.seq <= Number(to);
			});
			if (isReceived) expect(texts.get(id)).toBe(text);
			else expect(isExplained, `${name} got neither ${text} (${id}) nor a gap for it`).toBe(true);
		}
	}
}

/** Checks that a message is stored once per epoch, however many times it was retried. */
function expectOnce(name: string, messages: readonly { id: string; text: string }[]): void {
	const seen = new Set<string>();
	for (const { id, text } of messages) {
		const key = `${String(parseCursor(id)?.epoch)} ${text}`;
		expect(seen.has(key), `${name}: ${text} twice`).toBe(false);
		seen.add(key);
	}
}
