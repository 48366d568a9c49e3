import { maxTextLength } from '$lib/protocol/client-event.ts';
import { text } from './text.ts';

const pretty = (value: object) => JSON.stringify(value, null, 2);
const message = { type: 'message', text: text.greeting };

/** The texts for the editor, under the same keys as their labels. */
export const presets: Record<keyof typeof text.presets, string> = {
	valid: pretty(message),
	unknownField: pretty({ ...message, user: text.impostor }),
	unknownType: pretty({ type: 'delete', id: 1 }),
	wrongType: pretty({ ...message, text: 42 }),
	tooLong: pretty({ ...message, text: text.letter.repeat(maxTextLength + 1) }),
	notJson: pretty(message).slice(0, -2),
	// An object literal with this key would set the prototype, so the property is inserted into the JSON text.
	proto: pretty(message).replace('"type"', `"__proto__": { "user": "${text.impostor}" },\n  "type"`)
};
