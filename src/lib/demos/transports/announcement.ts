/** What the demonstration says now: `kind` names the situation, `text` has its numbers. */
export interface Story {
	kind: 'idle' | 'problem' | 'stopped' | 'crowded' | 'held' | 'behind' | 'same';
	text: string;
	/** Messages that are not acknowledged yet. */
	unsent: number;
}

/** What a screen reader has announced last. */
export type Said = Pick<Story, 'kind' | 'text'>;

/**
 * What a screen reader announces of a story: the result of several messages in a row, not each of them. Null while
 * messages are on their way, and while a wait goes on that has been announced with its first number.
 */
export function announcementOf({ kind, text, unsent }: Story, last: Said): Said | null {
	if (kind === 'idle' || kind === 'behind') return null;
	if (kind === 'same' && unsent > 0) return null;
	if (kind === 'held' && last.kind === 'held') return null;
	return text === last.text ? null : { kind, text };
}
