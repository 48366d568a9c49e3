const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
const entity = (char: string) => `&${names[char] ?? `#${char.charCodeAt(0)}`};`;

/** Escapes text that stands between tags in Svelte source, where a brace begins an expression. */
export function escapeText(text: string): string {
	return text.replace(/[&<>{}]/g, entity);
}

/** Escapes the value of an attribute in double quotes in Svelte source. */
export function escapeAttribute(text: string): string {
	return text.replace(/[&<>{}"]/g, entity);
}
