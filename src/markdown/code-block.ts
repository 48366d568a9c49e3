import { ContentError } from './error.ts';
import type { Fence } from './fences.ts';
import { parseMeta } from './meta.ts';
import { trapId } from './traps.ts';

/** How a block is verified: read from a real file, type-checked, or declared a counter-example. */
type CodeKind = 'file' | 'check' | 'counter';

export interface CodeBlock {
	lang: string;
	kind: CodeKind;
	/** `path#region` or `path` of a real file; its text is printed. */
	source: string | null;
	/** ID of the trap that a counter-example demonstrates. */
	trap: string | null;
	/** The caption; null for none. */
	title: string | null;
	/** Highlighted lines, from 1. */
	lines: Set<number>;
	/** The text between the fences, or of the file. */
	code: string;
	line: number;
}

const checkable = new Set(['ts', 'js', 'svelte', 'typescript', 'javascript', 'mts', 'cts', 'mjs']);
const aliases: Record<string, string> = {
	typescript: 'ts',
	javascript: 'js',
	mts: 'ts',
	cts: 'ts',
	mjs: 'js'
};

/** Parses the options of a code fence; throws ContentError if they are invalid. */
export function readCodeBlock(fence: Fence, file: string): CodeBlock {
	const at = { file, line: fence.line };
	if (fence.lang === '')
		throw new ContentError(at, 'the fence must name a language (text for none)');
	const { options, lines } = parseMeta(fence.meta, ['file', 'check', 'counter', 'title'], at);
	const source = options.get('file') ?? null;
	const trap = options.get('counter') ?? null;
	if (source !== null && fence.code.trim() !== '') {
		throw new ContentError(
			{ ...at, field: 'file' },
			'the block must be empty: its text comes from the file'
		);
	}
	if (options.has('check') && (source !== null || trap !== null)) {
		throw new ContentError({ ...at, field: 'check' }, 'cannot be combined with file or counter');
	}
	if (trap !== null && !trapId.test(trap)) {
		throw new ContentError(
			{ ...at, field: 'counter' },
			'must be the ID of a trap, such as counter=S1'
		);
	}
	if (options.has('check') && !checkable.has(fence.lang)) {
		throw new ContentError({ ...at, field: 'check' }, `is not supported for ${fence.lang}`);
	}
	const kind =
		trap !== null ? 'counter' : source !== null ? 'file' : options.has('check') ? 'check' : null;
	if (kind === null) {
		throw new ContentError(at, `a ${fence.lang} block needs file=…, check or counter=…`);
	}
	return {
		lang: aliases[fence.lang] ?? fence.lang,
		kind,
		source,
		trap,
		title: options.get('title') ?? (source === null ? null : pathOf(source)),
		lines,
		code: fence.code,
		line: fence.line
	};
}

/** The path in `path#region`. */
export const pathOf = (source: string): string => source.replace(/#.*$/, '');

/** A block that prints a file, or a region of it, with the path as its title. */
export function fileBlock(source: string, line: number): CodeBlock {
	const title = pathOf(source);
	const lang = /\.(\w+)$/.exec(title)?.[1] ?? 'text';
	return { lang, kind: 'file', source, trap: null, title, lines: new Set(), code: '', line };
}
