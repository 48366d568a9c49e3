import { recall } from './store.ts';

/** Holds `off` where the reader has turned shortcuts of one character off (WCAG 2.2, 2.1.4). */
export const keysKey = 'wirelab:keys';

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
