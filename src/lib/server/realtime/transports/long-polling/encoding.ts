import {
	maxPollBytes,
	maxPollMessages,
	type Gap,
	type Message
} from '../../../../protocol/message.ts';

/** The body of an answer. `cursor` is where the next poll resumes. */
export function encodeAnswer(messages: readonly Message[], cursor: string, gap?: Gap): Buffer {
	return Buffer.from(JSON.stringify({ messages, cursor, gap }));
}

/** An answer with as many of `messages` as allowed, at least one, and the cursor after the last of them. */
export function encodeMessages(messages: readonly Message[], gap?: Gap): Buffer {
	const included: Message[] = [];
	let bytes = 0;
	for (const message of messages.slice(0, maxPollMessages)) {
		bytes += Buffer.byteLength(JSON.stringify(message));
		if (included.length > 0 && bytes > maxPollBytes) break;
		included.push(message);
	}
	return encodeAnswer(included, included.at(-1)?.id ?? '', gap);
}
