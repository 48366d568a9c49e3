import { newestLength, type Message } from '../../../../protocol/message.ts';

/** The value after more messages. SvelteKit does the rest: it serializes and sends what `read` yields. */
export function appendNewest(
	value: readonly Message[],
	messages: readonly Message[]
): readonly Message[] {
	return [...value, ...messages].slice(-newestLength);
}
