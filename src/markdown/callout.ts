import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { visit, type Node } from './tree.ts';

const kinds = ['note', 'tip', 'warning', 'trap'] as const;

interface Callout {
	kind: (typeof kinds)[number];
	/** ID of the trap that a callout of this kind describes. */
	trap: string | null;
	titled: boolean;
}

/** By the line on which the callout begins in the author's file. */
type Callouts = Map<number, Callout>;

const first = /^(?<quote>\s*(?:>\s*)+)\[!(?<kind>\w+)(?:\s+(?<trap>[^\]]+))?\]\s*(?<title>.*)$/;

/** `> [!NOTE] title`: renders the quotation as `<div class="callout note">`. */
export const callouts: Feature<Callouts> = {
	start: () => new Map(),
	take: (lines, { file }, found) => lines.flatMap((line) => takeLine(line, file, found)),
	render(tree, { lang, lineOf }, found) {
		visit(tree, (node) => {
			const callout = node.type === 'blockquote' ? found.get(lineOf(node)) : undefined;
			if (!callout) return;
			const label = [labels[lang].callout[callout.kind], callout.trap].filter(Boolean).join(' ');
			const kind: Node = { type: 'html', value: `<span class="callout-kind">${label}</span>` };
			const [title, ...body] = node.children ?? [];
			node.data = {
				hName: 'div',
				hProperties: { className: ['callout', callout.kind], role: 'note' }
			};
			node.children = [
				{
					type: 'paragraph',
					data: { hProperties: { className: ['callout-title'] } },
					children: callout.titled
						? [kind, { type: 'text', value: ' ' }, ...(title?.children ?? [])]
						: [kind]
				},
				...(callout.titled || !title ? body : [title, ...body])
			];
		});
	}
};

/**
 * Removes `[!NOTE]` from a line. The title becomes a paragraph of its own: Markdown would join it
 * with the text of the next line.
 */
function takeLine(line: Line, file: string, found: Callouts): Line[] {
	const groups = first.exec(line.text)?.groups;
	if (!groups) return [line];
	const at = { file, line: line.no };
	const kind = kinds.find((known) => known === groups['kind']?.toLowerCase());
	const trap = groups['trap'] ?? null;
	if (!kind) {
		const known = kinds.join(', ').toUpperCase();
		throw new ContentError(at, `[!${groups['kind']}] must be one of ${known}`);
	}
	if ((kind === 'trap') !== (trap !== null) || (trap !== null && !/^[A-Z]\d+$/.test(trap))) {
		throw new ContentError(at, 'only [!TRAP S1] takes the ID of a trap, and it requires one');
	}
	const title = groups['title'] ?? '';
	found.set(line.no, { kind, trap, titled: title !== '' });
	const quote = groups['quote'] ?? '> ';
	if (title === '') return [{ no: line.no, text: quote }];
	return [
		{ no: line.no, text: quote + title },
		{ no: line.no, text: quote.trimEnd() }
	];
}
