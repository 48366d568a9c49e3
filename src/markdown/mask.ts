/**
 * Authors write plain Markdown. To Svelte a brace begins an expression and `<` a tag, and the old
 * parser inside mdsvex decodes some entities and lets others through. So these characters travel
 * through mdsvex as private-use characters and become entities at the end.
 */
const masks = { '{': '\uE000', '}': '\uE001', '&': '\uE002', '<': '\uE003' } as const;
const entities: Record<string, string> = {
	[masks['{']]: '&#123;',
	[masks['}']]: '&#125;',
	[masks['&']]: '&amp;',
	[masks['<']]: '&lt;'
};
const plain = Object.fromEntries(Object.entries(masks).map(([char, mask]) => [mask, char]));

/** Elements that authors may write as HTML; any other `<` is text, such as in `Map<string>`. */
const inline =
	'a|abbr|b|br|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|time|var|wbr';
const block =
	'dd|details|div|dl|dt|figcaption|figure|hr|li|ol|p|pre|section|summary|table|tbody|td|th|thead|tr|ul';
const tag = new RegExp(`^</?(?:${inline}|${block})(?=[\\s/>])|^<(?:https?|mailto):`);

// Stands before a line that begins with an inline element: mdsvex would take it for a block.
const textStart = '\uE004';
const inlineStart = new RegExp(`^([ \\t>]*)(?=<(?:${inline})[\\s/>])`, 'gm');

/**
 * Hides what Svelte would read as its own. Lines stay as they are.
 */
export function mask(text: string): string {
	return text
		.replace(/\\<|</g, (match, at: number) =>
			match === '<' && tag.test(text.slice(at, at + 20)) ? '<' : masks['<']
		)
		.replace(/[{}&]/g, (char) => masks[char as keyof typeof masks])
		.replace(inlineStart, `$1${textStart}`);
}

/** Brings masked characters back as entities. An entity that the author wrote stays one. */
export function unmask(html: string): string {
	return html
		.replaceAll(textStart, '')
		.replace(new RegExp(`${masks['&']}(?=#\\d+;|#x[\\da-f]+;|[a-z][a-z\\d]*;)`, 'gi'), '&')
		.replace(/[\uE000-\uE003]/g, (char) => entities[char] ?? char);
}

/** The same inside of code, where `&lt;` means these four characters. */
export function unmaskCode(html: string): string {
	return html.replace(/[\uE000-\uE003]/g, (char) => entities[char] ?? char);
}

/** Masked text as the author typed it, for addresses and error messages. */
export function unmaskPlain(text: string): string {
	return text.replace(/[\uE000-\uE003]/g, (char) => plain[char] ?? char);
}
