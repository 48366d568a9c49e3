import { parse } from 'devalue';
import type { Message } from '../../src/lib/protocol/message.ts';
import { readEvents } from './read-events.ts';

/** An error that SvelteKit sends in a stream; `error` is the body of the `error()` that the query has thrown. */
export interface LiveError {
	status: number;
	error: object;
}

type Sent = { type: 'result'; result: string } | ({ type: 'error' } & LiveError);

interface LiveReading {
	/** The server and the path of the remote function, see tests/lib/remote-path.ts. */
	url: string;
	/** Of any type, for tests of what the server rejects. */
	room: unknown;
	headers?: Record<string, string>;
	signal: AbortSignal;
	/** Called with the response before its body is read. */
	onResponse: (response: Response) => void;
	onValue: (value: readonly Message[]) => void;
	onError: (error: LiveError) => void;
}

/**
 * Opens one connection to `newestMessages` (a `query.live`) for a room, as SvelteKit's client does: the URL has the
 * argument in devalue's format, and each change arrives as an event with a value in the same format. Resolves at the
 * regular end of the stream, and rejects when the connection breaks.
 */
export async function readLive({ url, room, headers, signal, ...on }: LiveReading): Promise<void> {
	const response = await fetch(`${url}?payload=${payloadOf(room)}`, {
		...(headers && { headers }),
		signal
	});
	on.onResponse(response);
	await readEvents(response, {
		onEvent({ data }) {
			const sent = JSON.parse(data) as Sent;
			if (sent.type === 'error') on.onError({ status: sent.status, error: sent.error });
			else on.onValue(parse(sent.result) as Message[]);
		}
	});
}

/** An argument as SvelteKit encodes it in the URL. */
const payloadOf = (room: unknown) =>
	Buffer.from(JSON.stringify([{ room: 1 }, room])).toString('base64url');
