import { keysKey, recall } from './store.ts';

/** Elements in which a letter is typed, and so opens nothing. */
const fields = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

export const isInField = ({ target }: Event): boolean =>
	target instanceof Element && target.closest(fields) !== null;

/** As much of a key press as is looked at. */
export type Press = Pick<
	KeyboardEvent,
	'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/** Whether a press is this one character, outside of fields. An input method may be using the key (W17). */
export function isCharacter(event: Press, character: string, inField: boolean): boolean {
	const { key, ctrlKey, metaKey, altKey, isComposing } = event;
	const isPlain = !ctrlKey && !metaKey && !altKey && !isComposing;
	return key === character && isPlain && !inField && recall(keysKey) !== 'off';
}
