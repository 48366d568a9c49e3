import { ContentError } from './error.ts';
import type { Project } from './project.ts';

/** The signals by which a reader's own connection highlights the arrows of a sequence diagram. */
export interface LiveSignals {
	/** The kind of connection that highlights the arrows, such as `websocket`. */
	kind: string;
	/** A signal for each arrow, in the order of the arrows. */
	signals: string[];
}

/** The file that lists the signals of each kind of connection. */
export const signalsFile = 'src/lib/labs/live-diagram/signals.json';

/** `%% live name` above an arrow names the signal that highlights it. Mermaid ignores such lines. */
const mark = /^\s*%%\s*live\s+(?<signal>\S+)\s*$/;
const arrow = /^\s*\w+\s*(?:<<)?--?(?:>>|>|x|\))[+-]?\s*\w+\s*:/;

/** The source without the marks, which do not change the drawing. */
export function withoutSignals(source: string): string {
	return source
		.split('\n')
		.filter((line) => !mark.test(line))
		.join('\n');
}

/** Converts a line number in the source without marks to the one in the marked source. Both count from 1. */
export function markedLine(marked: string, line: number): number {
	const numbers = marked.split('\n').flatMap((text, i) => (mark.test(text) ? [] : [i + 1]));
	return numbers[line - 1] ?? line;
}

/**
 * The signals of a diagram with the option `live`; null without it. Throws ContentError if an arrow has no
 * signal of its own, if the signals are not those that `signalsFile` lists for the kind, or if a diagram
 * without the option has marks.
 * @param at the line of the opening fence, above the source
 */
export function readSignals(
	source: string,
	kind: string | undefined,
	project: Pick<Project, 'read'>,
	at: { file: string; line: number }
): LiveSignals | null {
	const lines = source.split('\n');
	if (kind === undefined) {
		const index = lines.findIndex((text) => mark.test(text));
		if (index === -1) return null;
		throw new ContentError({ ...at, line: at.line + 1 + index }, 'needs live="…" after ```mermaid');
	}
	const known = knownSignals(project)[kind];
	if (!known) throw new ContentError({ ...at, field: 'live' }, `is not a kind in ${signalsFile}`);

	const signals: string[] = [];
	for (const [i, text] of lines.entries()) {
		if (!arrow.test(text)) continue;
		const signal = mark.exec(lines[i - 1] ?? '')?.groups?.['signal'];
		const where = { ...at, line: at.line + 1 + i };
		if (signal === undefined) throw new ContentError(where, 'the arrow needs a line `%% live …`');
		if (!known.includes(signal)) {
			throw new ContentError(where, `${signal} is not a signal of ${kind} in ${signalsFile}`);
		}
		if (signals.includes(signal)) throw new ContentError(where, `${signal} is used twice`);
		signals.push(signal);
	}
	const unused = known.filter((signal) => !signals.includes(signal));
	if (unused.length === 0) return { kind, signals };
	throw new ContentError(at, `no arrow has the signal ${unused.join(', ')}`);
}

function knownSignals(project: Pick<Project, 'read'>): Partial<Record<string, string[]>> {
	return JSON.parse(project.read(signalsFile) ?? '{}') as Partial<Record<string, string[]>>;
}
