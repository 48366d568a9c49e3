/** The key under which `off` is stored if the reader has turned off shortcuts of one character (WCAG 2.2, 2.1.4). */
export const keysKey = 'wirelab:keys';

/** Reads a stored text; null if there is none, or if the browser denies access to storage, as in private modes. */
export function readStored(
	key: string,
	storage: () => Storage = () => localStorage
): string | null {
	try {
		return storage().getItem(key);
	} catch {
		return null;
	}
}

/** Stores a text; null removes the key. */
export function store(
	key: string,
	value: string | null,
	storage: () => Storage = () => localStorage
): void {
	try {
		if (value === null) storage().removeItem(key);
		else storage().setItem(key, value);
	} catch {
		// The browser denies access to storage, and the page works without it.
	}
}
