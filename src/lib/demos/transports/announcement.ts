/** What the demonstration shows: the kind of situation, and a sentence with its numbers. */
export interface Status {
	kind: 'idle' | 'problem' | 'stopped' | 'crowded' | 'held' | 'behind' | 'same';
	text: string;
	/** The number of messages that are not acknowledged yet. */
	unsent: number;
}

/** What screen readers announce. */
export type Announcement = Pick<Status, 'kind' | 'text'>;

/**
 * What to announce for a status; null for nothing. After several messages in a row, only the result is announced,
 * when all have arrived everywhere. That the server rejects messages is announced once, when it begins. A text that
 * was just announced is not repeated.
 */
export function announcementOf(
	{ kind, text, unsent }: Status,
	last: Announcement
): Announcement | null {
	if (kind === 'idle' || kind === 'behind') return null;
	if (kind === 'same' && unsent > 0) return null;
	if (kind === 'held' && last.kind === 'held') return null;
	return text === last.text ? null : { kind, text };
}
