import { keysKey, readStored } from './store.ts';

/** Elements in which readers type: characters are not shortcuts there. */
const fields = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

export const isInField = ({ target }: Event): boolean =>
	target instanceof Element && target.closest(fields) !== null;

/** The properties of a key press that decide whether it is a shortcut. */
export type Press = Pick<
	KeyboardEvent,
	'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/**
 * Whether a press is the shortcut `character`: not while the reader types in a field or with an input method (W17),
 * and only if shortcuts of one character are on.
 */
export function isCharacter(event: Press, character: string, isTyping: boolean): boolean {
	const { key, ctrlKey, metaKey, altKey, isComposing } = event;
	const isPlain = !ctrlKey && !metaKey && !altKey && !isComposing;
	return key === character && isPlain && !isTyping && readStored(keysKey) !== 'off';
}
