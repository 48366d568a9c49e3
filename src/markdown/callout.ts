import { ContentError } from './error.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import type { Node, Step } from './tree.ts';
import { visit } from './tree.ts';
import type { Language } from './types.ts';

const kinds = ['note', 'tip', 'warning', 'trap'] as const;
type Kind = (typeof kinds)[number];

/** What the first line of a callout says, by its line in the author's file. */
export type Callouts = Map<number, { kind: Kind; trap: string | null; titled: boolean }>;

const first = /^(?<quote>\s*(?:>\s*)+)\[!(?<kind>\w+)(?:\s+(?<trap>[^\]]+))?\]\s*(?<title>.*)$/;

/**
 * Takes `[!NOTE]` off the lines that begin a callout. The title becomes a paragraph of its own: in
 * Markdown it would run on into the text of the next line.
 */
export function takeCallouts(lines: Line[], file: string): { lines: Line[]; callouts: Callouts } {
	const callouts: Callouts = new Map();
	const rest = lines.flatMap((line) => {
		const groups = first.exec(line.text)?.groups;
		if (!groups) return [line];
		const at = { file, line: line.no };
		const kind = kinds.find((known) => known === groups['kind']?.toLowerCase());
		const trap = groups['trap'] ?? null;
		if (!kind) {
			throw new ContentError(
				at,
				`[!${groups['kind']}] must be one of ${kinds.join(', ').toUpperCase()}`
			);
		}
		if ((kind === 'trap') !== (trap !== null) || (trap !== null && !/^[A-Z]\d+$/.test(trap))) {
			throw new ContentError(at, 'the ID of the trap belongs into [!TRAP S1], and only there');
		}
		const title = groups['title'] ?? '';
		callouts.set(line.no, { kind, trap, titled: title !== '' });
		const quote = groups['quote'] ?? '> ';
		return title === ''
			? [{ no: line.no, text: quote }]
			: [
					{ no: line.no, text: quote + title },
					{ no: line.no, text: quote.trimEnd() }
				];
	});
	return { lines: rest, callouts };
}

/** Turns the quotations that begin on a callout's line into `<div class="callout …">`. */
export function renderCallouts(
	callouts: Callouts,
	lang: Language,
	lineOf: (node: Node) => number
): Step {
	return () => (tree) =>
		visit(tree, (node) => {
			const callout = node.type === 'blockquote' ? callouts.get(lineOf(node)) : undefined;
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
