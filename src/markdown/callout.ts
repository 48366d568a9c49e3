import { ContentError } from './error.ts';
import type { Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { requireTrap, trapId, type Severity } from './traps.ts';
import { visit, type Node } from './tree.ts';
import type { Language } from './types.ts';

const kinds = ['note', 'tip', 'warning', 'learn', 'trap'] as const;

interface Callout {
	kind: (typeof kinds)[number];
	/** ID of the trap that the callout describes; null, like its severity, for other kinds. */
	trap: string | null;
	severity: Severity | null;
	hasTitle: boolean;
}

/** By the line on which the callout begins in the author's file. */
type Callouts = Map<number, Callout>;

const first = /^(?<quote>\s*(?:>\s*)+)\[!(?<kind>\w+)(?:\s+(?<trap>[^\]]+))?\]\s*(?<title>.*)$/;

/**
 * `> [!NOTE] title`: renders the quotation as `<div class="callout note">`. `[!LEARN]` is the list
 * of what a page teaches.
 */
export const callouts: Feature<Callouts> = {
	createState: () => new Map(),
	transformLines: (lines, page, found) => lines.flatMap((line) => transformLine(line, page, found)),
	exportLine(line, { lang }) {
		const groups = first.exec(line.text)?.groups;
		const kind = kinds.find((known) => known === groups?.['kind']?.toLowerCase());
		if (!groups || !kind) return [line];
		const { quote = '> ', trap, title } = groups;
		const name = kind === 'learn' ? '' : labels[lang].callout[kind];
		const label = [name, trap, title].filter(Boolean).join(' ');
		return [
			{ number: line.number, text: `${quote}**${label}**` },
			{ number: line.number, text: quote.trimEnd() }
		];
	},
	render(tree, { lang, lineOf }, found) {
		visit(tree, (node) => {
			const callout = node.type === 'blockquote' ? found.get(lineOf(node)) : undefined;
			if (!callout) return;
			const label = kindLabel(callout, lang);
			const children = node.children ?? [];
			const title = callout.hasTitle ? (children[0]?.children ?? []) : [];
			node.data = {
				hName: 'div',
				hProperties: {
					className: ['callout', callout.kind, ...(callout.severity ? [callout.severity] : [])],
					role: 'note'
				}
			};
			node.children = [
				{
					type: 'paragraph',
					data: { hProperties: { className: ['callout-title'] } },
					children: [...label, ...title]
				},
				...(callout.hasTitle ? children.slice(1) : children)
			];
		});
	}
};

/** What precedes the title: the kind's name, with the ID and severity of a trap, and a space. `[!LEARN]` has none. */
function kindLabel({ kind, trap, severity, hasTitle }: Callout, lang: Language): Node[] {
	if (kind === 'learn') return [];
	const label = [labels[lang].callout[kind], trap].filter(Boolean).join(' ');
	const badge =
		severity && `<span class="callout-severity">${labels[lang].severity[severity]}</span>`;
	const value = [`<span class="callout-kind">${label}</span>`, badge].filter(Boolean).join(' ');
	return hasTitle
		? [
				{ type: 'html', value },
				{ type: 'text', value: ' ' }
			]
		: [{ type: 'html', value }];
}

/**
 * Removes `[!NOTE]` from a line. The title becomes a separate paragraph: Markdown would join it
 * with the text of the next line.
 */
function transformLine(line: Line, page: Page, found: Callouts): Line[] {
	const groups = first.exec(line.text)?.groups;
	if (!groups) return [line];
	const at = { file: page.file, line: line.number };
	const kind = kinds.find((known) => known === groups['kind']?.toLowerCase());
	const trap = groups['trap'] ?? null;
	if (!kind) {
		const known = kinds.join(', ').toUpperCase();
		throw new ContentError(at, `[!${groups['kind']}] must be one of ${known}`);
	}
	if ((kind === 'trap') !== (trap !== null) || (trap !== null && !trapId.test(trap))) {
		throw new ContentError(at, 'only [!TRAP S1] takes the ID of a trap, and it requires one');
	}
	const title = groups['title'] ?? '';
	if (kind === 'learn' && title === '') throw new ContentError(at, '[!LEARN] needs a title');
	const severity = trap === null ? null : requireTrap(trap, page, at).severity;
	found.set(line.number, { kind, trap, severity, hasTitle: title !== '' });
	const quote = groups['quote'] ?? '> ';
	if (title === '') return [{ number: line.number, text: quote }];
	return [
		{ number: line.number, text: quote + title },
		{ number: line.number, text: quote.trimEnd() }
	];
}
