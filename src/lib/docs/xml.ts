const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;'
};

/** A text in XML, in an element or in an attribute. */
export const escapeXml = (text: string): string =>
	text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
