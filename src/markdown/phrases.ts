const words = new Intl.Segmenter('ja', { granularity: 'word' });

/** Most Japanese phrases end with hiragana (a particle or the ending of a verb), or with a closing bracket. */
const endsPhrase = /[\p{Script=Hiragana}」）]$/u;
const beginsPhrase = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Latin}\d「（]/u;
const endsClause = /[、。！？：]$/u;
const isKatakana = /^[\p{Script=Katakana}ー]+$/u;
const isClosing = /^[、。！？：」）ー]/u;
/** Polite prefixes belong to the word after them. */
const isPrefix = /^[おご]$/u;

/** A longer phrase may be wider than a phone's screen, so it may also break between katakana words. */
const maxLetters = 12;
/** A line should not begin or end with a shorter word. */
const minWordLetters = 3;

/**
 * Splits a title, heading or lead where a line may break. Browsers break Japanese between any two letters;
 * Chromium alone can break it between phrases, and not in long text. The joined parts equal the text.
 */
export function phrases(text: string): string[] {
	return joinUnless(text, isPhraseBreak).flatMap((phrase) =>
		phrase.length <= maxLetters ? [phrase] : joinUnless(phrase, isLongWordBreak)
	);
}

/** The words of a text, joined where `isBreak` is false for a word and the one after it. */
function joinUnless(text: string, isBreak: (previous: string, next: string) => boolean): string[] {
	const parts: string[] = [];
	let previous = '';
	for (const { segment } of words.segment(text)) {
		if (previous === '' || isBreak(previous, segment)) parts.push(segment);
		else parts.push((parts.pop() ?? '') + segment);
		previous = segment;
	}
	return parts;
}

function isPhraseBreak(previous: string, next: string): boolean {
	if (isClosing.test(next)) return false;
	if (endsClause.test(previous)) return true;
	return endsPhrase.test(previous) && !isPrefix.test(previous) && beginsPhrase.test(next);
}

const isLongWordBreak = (previous: string, next: string): boolean =>
	[previous, next].every((word) => word.length >= minWordLetters && isKatakana.test(word));
