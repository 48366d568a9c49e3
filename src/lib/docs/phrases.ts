const words = new Intl.Segmenter('ja', { granularity: 'word' });

/** Hiragana ends most phrases of Japanese: particles, and the endings of verbs. */
const endsPhrase = /[\p{Script=Hiragana}」）]$/u;
const beginsPhrase = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Latin}\d「（]/u;
const endsClause = /[、。！？：]$/u;
const isClosing = /^[、。！？：」）ー]/u;
/** Polite prefixes belong to the word after them. */
const isPrefix = /^[おご]$/u;

/**
 * Splits a title or lead where a line may end. Browsers break Japanese between any two letters; only Chromium
 * knows phrases, and no browser does in long text. Joined, the parts are the text.
 */
export function phrases(text: string): string[] {
	const parts: string[] = [];
	let previous = '';
	for (const { segment } of words.segment(text)) {
		const isBreak =
			endsClause.test(previous) ||
			(endsPhrase.test(previous) && !isPrefix.test(previous) && beginsPhrase.test(segment));
		if (previous === '' || (isBreak && !isClosing.test(segment))) parts.push(segment);
		else parts.push((parts.pop() ?? '') + segment);
		previous = segment;
	}
	return parts;
}
