import { outsideCodeSpans, type Line } from './lines.ts';

// A link, a reference's address and what stands in a tag are left alone; then an address that nothing marks.
const address =
	/\[(?:[^\][]|\[[^\]]*\])*\]\([^)]*\)|<a\b[^>]*>.*?<\/a>|<[^>]*>|\]:\s*\S+|(?<bare>\bhttps?:\/\/[!-;=?-~]+)/g;

/**
 * Marks bare addresses as links, `<https://…>`. Markdown ends them at a space only, so that in Japanese the rest of
 * the sentence would belong to the address. Here they end at the first character that no address has, and before the
 * punctuation behind it (GFM 6.9); an address with others is written as a link.
 */
export function markBareLinks(lines: Line[]): Line[] {
	return lines.map((line) => ({
		...line,
		text: outsideCodeSpans(line.text, (part) =>
			part.replace(address, (whole: string, ...rest: unknown[]) => {
				const { bare } = rest.at(-1) as { bare?: string };
				if (bare === undefined) return whole;
				const url = withoutPunctuation(bare);
				return `<${url}>${bare.slice(url.length)}`;
			})
		)
	}));
}

function withoutPunctuation(url: string): string {
	const [end = ''] = /[\].,:;!?'"*_~)]+$/.exec(url) ?? [];
	for (let cut = 0; cut < end.length; cut++) {
		const kept = url.slice(0, url.length - end.length + cut);
		// A bracket belongs to the address if it was opened there.
		const isClosing = end[cut] === ')' && kept.split('(').length > kept.split(')').length;
		if (!isClosing) return kept;
	}
	return url;
}
