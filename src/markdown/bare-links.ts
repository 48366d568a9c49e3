import type { Feature } from './feature.ts';
import { outsideCodeSpans } from './lines.ts';

// Links, addresses of references and tags stay as they are; the last alternative is a bare address.
const address =
	/\[(?:[^\][]|\[[^\]]*\])*\]\([^)]*\)|<a\b[^>]*>.*?<\/a>|<[^>]*>|\]:\s*\S+|(?<bare>\bhttps?:\/\/[!-;=?-~]+)/g;

/**
 * Marks bare addresses as links, `<https://…>`. Markdown ends them only at a space, so that in
 * Japanese the rest of the sentence would become part of the address. Here they end at the first
 * character outside the URL alphabet, without trailing punctuation (GFM 6.9); an address with other
 * characters needs link syntax.
 */
export const bareLinks: Feature = {
	transformLines: (lines) =>
		lines.map((line) => ({
			...line,
			text: outsideCodeSpans(line.text, (part) =>
				part.replace(address, (whole: string, ...rest: unknown[]) => {
					const { bare } = rest.at(-1) as { bare?: string };
					if (bare === undefined) return whole;
					const url = withoutPunctuation(bare);
					return `<${url}>${bare.slice(url.length)}`;
				})
			)
		}))
};

function withoutPunctuation(url: string): string {
	const [end = ''] = /[\].,:;!?'"*_~)]+$/.exec(url) ?? [];
	for (let cut = 0; cut < end.length; cut++) {
		const kept = url.slice(0, url.length - end.length + cut);
		// A closing bracket belongs to the address if it was opened there.
		const isClosing = end[cut] === ')' && kept.split('(').length > kept.split(')').length;
		if (!isClosing) return kept;
	}
	return url;
}
