/** Holds `off` where the reader has turned shortcuts of one character off (WCAG 2.2, 2.1.4). */
export const keysKey = 'wirelab:keys';

/** A text kept in the browser. Private modes refuse storage; then nothing is kept, nothing fails. */
export function recall(key: string, storage: () => Storage = () => localStorage): string | null {
	try {
		return storage().getItem(key);
	} catch {
		return null;
	}
}

/** Keeps a text, or forgets the key for null. */
export function keep(
	key: string,
	value: string | null,
	storage: () => Storage = () => localStorage
): void {
	try {
		if (value === null) storage().removeItem(key);
		else storage().setItem(key, value);
	} catch {
		// Not kept: the page goes on as it is.
	}
}
