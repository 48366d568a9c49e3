import type { Attachment } from 'svelte/attachments';
import { excessOf } from '../protocol/text-length.ts';
import { text } from './text.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Makes the browser refuse to send a form while the field's text has more than `max` code points, and say so.
 * `maxlength` cuts what is pasted without a word, and counts an emoji twice.
 */
export function limitLength(draft: string, max: number): Attachment<Field> {
	return (field) => {
		const excess = excessOf(draft, max);
		field.setCustomValidity(excess === 0 ? '' : text.shorten(excess, max));
	};
}
