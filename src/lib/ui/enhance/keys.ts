import { keysKey, readStored } from './store.ts';

/** Elements in which readers type, so that characters are not shortcuts. */
const fields = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

export const isInField = ({ target }: Event): boolean =>
	target instanceof Element && target.closest(fields) !== null;

/** The properties of a key press that decide whether it is a shortcut. */
export type Press = Pick<
	KeyboardEvent,
	'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/** Whether a press is the shortcut `character`: outside of fields, and not of an input method (W17). */
export function isCharacter(event: Press, character: string, inField: boolean): boolean {
	const { key, ctrlKey, metaKey, altKey, isComposing } = event;
	const isPlain = !ctrlKey && !metaKey && !altKey && !isComposing;
	return key === character && isPlain && !inField && readStored(keysKey) !== 'off';
}
