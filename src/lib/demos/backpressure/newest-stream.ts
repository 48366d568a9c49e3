import type { Message } from '$lib/protocol/message.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createEventSplitter } from '../event-splitter.ts';

interface NewestStreamOptions {
	url: string;
	onOpen: () => void;
	onValue: (newest: readonly Message[]) => void;
	/** Called when the stream has ended or could not be opened. The caller decides whether to reopen it. */
	onEnd: () => void;
}

/** Reads the newest messages of a room, one value after another. Returns a function that closes the stream. */
export function readNewest({ url, onOpen, onValue, onEnd }: NewestStreamOptions): () => void {
	const closing = new AbortController();

	async function read() {
		const response = await fetch(url, { signal: closing.signal });
		if (!response.ok || !response.body) return;
		onOpen();
		const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
		const split = createEventSplitter();
		for (let part = await reader.read(); part.value; part = await reader.read())
			for (const event of split(part.value)) onValue(parseNewest(event));
	}

	void read()
		.catch(() => undefined) // lost or aborted
		.then(() => {
			if (!closing.signal.aborted) onEnd();
		});
	return () => closing.abort();
}

/** The messages of an event, without malformed ones. */
export function parseNewest(event: string): readonly Message[] {
	try {
		const value: unknown = JSON.parse(event.replace(/^data: /, ''));
		if (!Array.isArray(value)) return [];
		return value.flatMap((item: unknown) => {
			const message = parseNamedEvent('message', item);
			return message?.type === 'message' ? [message] : [];
		});
	} catch {
		return [];
	}
}
