import { refusalOf, type Refusal } from './http-refusal.ts';

/** The body of a response, not yet validated. */
export interface PollAnswer {
	messages?: unknown;
	cursor?: unknown;
	gap?: unknown;
}

/** The result of one request. `failed`: no usable response. */
export type PollResult = { answer: PollAnswer } | { refusal: Refusal } | { failed: true };

export interface PollRequest {
	room: string;
	after: string;
	signal: AbortSignal;
	fetch: typeof window.fetch;
}

/** A value from a response as a list; empty if it is not a list. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A cursor that is valid in no room: the server answers at once, with a valid one. */
export const unknownCursor = 'none.0';

/** How long to wait for a response. The server answers within 25 s. */
const pollMs = 35_000;

/** Sends one long-polling request. Never throws. */
export async function longPoll({ room, after, signal, fetch }: PollRequest): Promise<PollResult> {
	const url = `/api/rooms/${room}/poll?after=${encodeURIComponent(after)}`;
	try {
		const timeout = AbortSignal.any([signal, AbortSignal.timeout(pollMs)]);
		const response = await fetch(url, { signal: timeout });
		if (response.status === 200) return { answer: Object(await response.json()) as PollAnswer };
		return { refusal: await refusalOf(response) };
	} catch {
		return { failed: true };
	}
}
