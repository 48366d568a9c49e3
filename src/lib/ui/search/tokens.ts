/** A word in an alphabet, or a run of Japanese, which has no spaces between words. */
const run =
	/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々]+|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}_])+/gu;
const japanese = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々]/u;
const hiragana = /^\p{sc=Hiragana}/u;

/** Full-width letters, half-width katakana and capitals become one spelling. */
export const normalize = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * The terms of a text: words in an alphabet, and every pair of adjacent Japanese characters. Japanese words are then
 * found without a dictionary, which the browser would have to load.
 */
export function tokens(text: string): string[] {
	return (normalize(text).match(run) ?? []).flatMap((part) => {
		if (!japanese.test(part) || part.length < 2) return [part];
		return Array.from({ length: part.length - 1 }, (_, i) => part.slice(i, i + 2));
	});
}

/**
 * The terms of a query. A pair that begins with hiragana is usually a particle and the beginning of the next
 * word. The text may have another particle there, so such pairs count only if the query has nothing else.
 */
export function queryTokens(query: string): string[] {
	const all = tokens(query);
	const significant = all.filter((token) => !hiragana.test(token));
	return [...new Set(significant.length > 0 ? significant : all)];
}
