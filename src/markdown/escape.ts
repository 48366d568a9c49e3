const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
const entity = (char: string) => `&${names[char] ?? `#${char.charCodeAt(0)}`};`;

/** Escapes text between tags in Svelte source, where a brace begins an expression. */
export function escapeText(text: string): string {
	return text.replace(/[&<>{}]/g, entity);
}

/** Escapes an attribute value in double quotes in Svelte source. */
export function escapeAttribute(text: string): string {
	return text.replace(/[&<>{}"]/g, entity);
}
