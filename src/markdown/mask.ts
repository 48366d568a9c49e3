/**
 * Authors write plain Markdown, but in Svelte a brace begins an expression and `<` a tag, and mdsvex's
 * parser decodes only some entities. So these characters are replaced with private-use characters before
 * mdsvex, and with entities after it.
 */
const masks = { '{': '\uE000', '}': '\uE001', '&': '\uE002', '<': '\uE003' } as const;
const entities: Record<string, string> = {
	[masks['{']]: '&#123;',
	[masks['}']]: '&#125;',
	[masks['&']]: '&amp;',
	[masks['<']]: '&lt;'
};
const plain = Object.fromEntries(Object.entries(masks).map(([char, mask]) => [mask, char]));

/** Elements that authors may write as HTML; any other `<` is text, as in `Map<string>`. */
const inline =
	'a|abbr|b|br|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|time|var|wbr';
const block =
	'dd|details|div|dl|dt|figcaption|figure|hr|li|ol|p|pre|section|summary|table|tbody|td|th|thead|tr|ul';
const tag = new RegExp(`^</?(?:${inline}|${block})(?=[\\s/>])|^<(?:https?|mailto):`);

/** Enough characters to recognize the longest of these tags. */
const maxTagLetters = 20;

// Put before an inline element that begins a line or list item, because mdsvex would parse it as a block.
const textStart = '\uE004';
const inlineStart = new RegExp(
	`^([ \\t>]*(?:(?:[-*+]|\\d+[.)])[ \\t]+)*)(?=<(?:${inline})[\\s/>])`,
	'gm'
);

/** Replaces the characters that Svelte would interpret. Line breaks stay where they are. */
export function mask(text: string): string {
	return text
		.replace(/\\<|</g, (match, at: number) =>
			match === '<' && tag.test(text.slice(at, at + maxTagLetters)) ? '<' : masks['<']
		)
		.replace(/[{}&]/g, (char) => masks[char as keyof typeof masks])
		.replace(inlineStart, `$1${textStart}`);
}

/** Replaces masked characters with entities; entities of the author stay entities. */
export function unmask(html: string): string {
	return html
		.replaceAll(textStart, '')
		.replace(new RegExp(`${masks['&']}(?=#\\d+;|#x[\\da-f]+;|[a-z][a-z\\d]*;)`, 'gi'), '&')
		.replace(/[\uE000-\uE003]/g, (char) => entities[char] ?? char);
}

/** Replaces masked characters with entities inside code, where the author's `&lt;` is four characters. */
export function unmaskCode(html: string): string {
	return html.replace(/[\uE000-\uE003]/g, (char) => entities[char] ?? char);
}

/** Restores the text that the author typed, for addresses and error messages. */
export function unmaskPlain(text: string): string {
	return text.replace(/[\uE000-\uE003]/g, (char) => plain[char] ?? char);
}
