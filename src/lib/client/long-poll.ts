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

/** The items of what should be a list in a response; none if it is not a list. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A position in no room. The server answers at once, and says which is the current one. */
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
