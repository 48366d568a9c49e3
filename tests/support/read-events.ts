import { createParser, type ParserCallbacks } from 'eventsource-parser';

/** Parses the event stream in the body of a response. Resolves at its end, and rejects when the connection breaks. */
export async function readEvents({ body }: Response, callbacks: ParserCallbacks): Promise<void> {
	const parser = createParser(callbacks);
	const decoder = new TextDecoder();
	for await (const chunk of body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
}
