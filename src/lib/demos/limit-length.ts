import type { Attachment } from 'svelte/attachments';
import { excessOf } from '../protocol/text-length.ts';
import { text } from './text.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Makes a form invalid, with a message, while the field's text has more than `max` code points. `maxlength` would
 * silently cut pasted text and count an emoji as two or more.
 */
export function limitLength(draft: string, max: number): Attachment<Field> {
	return (field) => {
		const excess = excessOf(draft, max);
		field.setCustomValidity(excess === 0 ? '' : text.shorten(excess, max));
	};
}
