import { expect } from 'vitest';
import { formatCursor, parseCursor } from '../../src/lib/protocol/cursor.ts';
import type { Outcome } from './stage.ts';

/**
 * Whether every reader heard each message once and in order, or was told exactly what it lacks.
 * @param forgets whether Redis may lose what it has acknowledged; then everybody must have been told so
 */
export function check({ said, followers }: Outcome, { forgets }: { forgets: boolean }): void {
	const texts = new Map<string, string>();
	for (const { name, ear } of followers) {
		// Holes, repeats, and gaps that do not begin where the reader stands.
		expect(ear.faults, name).toEqual([]);
		if (!forgets) expect(ear.gaps, name).toEqual([]);
		for (const { id, text } of ear.messages) {
			// All have heard the same, each under the same id.
			expect(texts.get(id) ?? text, `${name} ${id}`).toBe(text);
			texts.set(id, text);
		}
		expectOnce(name, ear.messages);
	}
	for (const { text, at } of said) {
		const id = formatCursor(at);
		for (const { name, ear } of followers) {
			const isHeard = ear.messages.some((message) => message.id === id);
			const isExplained = ear.gaps.some(({ reason, from, to, cursor }) => {
				if (reason === 'reset') return true;
				const sameEpoch = parseCursor(cursor)?.epoch === at.epoch;
				return sameEpoch && Number(from) <= at.seq && at.seq <= Number(to);
			});
			if (isHeard) expect(texts.get(id)).toBe(text);
			else expect(isExplained, `${name} was told why it lacks ${text} (${id})`).toBe(true);
		}
	}
}

/** However often a message was repeated, it is in the room once: per epoch, for a new one begins anew. */
function expectOnce(name: string, messages: readonly { id: string; text: string }[]): void {
	const seen = new Set<string>();
	for (const { id, text } of messages) {
		const key = `${String(parseCursor(id)?.epoch)} ${text}`;
		expect(seen.has(key), `${name}: ${text} twice`).toBe(false);
		seen.add(key);
	}
}
