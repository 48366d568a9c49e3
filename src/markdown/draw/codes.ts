/**
 * Mermaid interprets some characters in labels and drops them or the rest of the label: `#` and `;` in
 * sequence and state diagrams, `>`, `<` and a backtick in flowcharts. It shows characters that are written as
 * its codes (`#35;`).
 */

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };
// Codes below 32 would be control characters, so `#1;` is a number with a semicolon.
const code = /[#&]#?(?:(?<number>3[2-9]|[4-9]\d|\d{3,6})|(?<name>amp|lt|gt|quot|nbsp));/g;

/** Replaces the codes of Mermaid (`#35;`, `#amp;`) and HTML with characters. */
export function decodeCodes(text: string): string {
	return text.replace(code, (whole, number?: string, name = '') => {
		if (number === undefined) return named[name as string] ?? whole;
		return Number(number) <= 0x10ffff ? String.fromCodePoint(Number(number)) : whole;
	});
}

/** Replaces the characters in labels that Mermaid would interpret with codes. */
export function encodeLabels(source: string): string {
	const isSequence = /^\s*sequenceDiagram\b/.test(source);
	const isState = /^\s*stateDiagram/.test(source);
	return source
		.split('\n')
		.map((line) => {
			// Comments stay as they are, and so do lines that may contain colors such as #fff.
			if (/^\s*(?:%%|rect\b|box\b|classDef\b|style\b|linkStyle\b)/.test(line)) return line;
			if (isSequence) return encode(line, /[#;]/g);
			if (isState) return line.replace(/:.*$|"[^"]*"/g, (label) => encode(label, /[#;]/g));
			return line.replace(/"[^"]*"/g, (label) => encode(label, /[#>`]|<(?!br\s*\/?>)/g));
		})
		.join('\n');
}

/** Encodes characters that are not part of a code or a line break. */
function encode(text: string, characters: RegExp): string {
	const pattern = new RegExp(`${code.source}|<br\\s*/?>|(?<own>${characters.source})`, 'g');
	return text.replace(pattern, (whole: string, ...rest: unknown[]) => {
		const { own } = rest.at(-1) as { own?: string };
		if (own !== undefined) return `#${String(own.charCodeAt(0))};`;
		// Mermaid would end the line at the semicolon of HTML's codes.
		return whole.replace(/^&#?/, '#');
	});
}
