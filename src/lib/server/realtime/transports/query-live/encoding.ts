import type { Message } from '../../../../protocol/message.ts';

/** How many of a room's newest messages one value holds. */
export const newestLength = 10;

/** The value after more messages. SvelteKit does the rest: it serializes and sends what `read` yields. */
export function appendNewest(
	value: readonly Message[],
	messages: readonly Message[]
): readonly Message[] {
	return [...value, ...messages].slice(-newestLength);
}
