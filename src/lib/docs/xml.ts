const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;'
};

/** Escapes a text for an element or an attribute. */
export const escapeXml = (text: string): string =>
	text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
