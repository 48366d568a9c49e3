import { decodeCodes } from './codes.ts';
import { fontSize } from './svg.ts';

/** How a label is broken into lines. */
interface Lines {
	/** Width of a line, in pixels; in a sequence diagram the distance between two participants. */
	width: number;
	/** Whether a word that is longer than a line may be broken. */
	canBreakWords: boolean;
}

/** Tried in this order, until the drawing is narrow enough. */
export const narrowLines: readonly Lines[] = [false, true].flatMap((canBreakWords) =>
	[10, 8, 7, 6, 5.5, 5, 4.6, 4.2, 3.8].map((letters) => ({
		width: letters * fontSize,
		canBreakWords
	}))
);

/**
 * Rewrites a Mermaid source for a phone: flowcharts and state diagrams run from top to bottom, and labels have short
 * lines.
 */
export function narrowSource(source: string, lines: Lines): string {
	if (/^\s*sequenceDiagram\b/.test(source)) return narrowSequence(source, lines);
	const isState = /^\s*stateDiagram/.test(source);
	const downwards = isState
		? source.replace(/^(\s*direction )(?:LR|RL)\b/m, '$1TB')
		: source.replace(/^(\s*(?:flowchart|graph) )(?:LR|RL)\b/, '$1TD');
	return downwards.replace(
		isState ? stateLabel : flowchartLabel,
		(_, open: string, words: string, close: string) => open + inLines(words, lines) + close
	);
}

const stateLabel = /(?<open>^[^:\n]+:[ \t]*)(?<words>\S.*)(?<close>$)/gm;
const flowchartLabel = /(?<open>["|])(?<words>[^"|\n]+)(?<close>["|])/g;

const participant = /^(\s*(?:create )?(?:participant|actor)\s+)(\S+)(?:(\s+as\s+)(.+))?$/;
const message = /^(\s*)([^\s-]+?)(\s*(?:--?>>?|--?x|--?\))\s*[+-]?)([^\s:]+)(\s*:\s*)(.+)$/;
const note = /^(\s*note\s+(?:over|left of|right of)\s+)([^:]+?)(\s*:\s*)(.+)$/i;

/** Space beside the text of a message or participant, and beside that of a note, in pixels. */
const labelSpace = 12;
const noteSpace = 20;

/** A note may be wider than its participant, so that a word such as クリーンアップ fits. */
const minNoteWidth = 7.2 * fontSize;

function narrowSequence(source: string, { width: pitch, canBreakWords }: Lines): string {
	const lines = source.split('\n');
	const broken = (label: string, width: number) => inLines(label, { width, canBreakWords });
	const names = lines
		.map((line) => participant.exec(line)?.[2])
		.filter((name) => name !== undefined);
	const between = (from: string, to: string) =>
		Math.abs(names.indexOf(from.trim()) - names.indexOf(to.trim()));
	return lines
		.map((line) => {
			const [, before = '', id = '', as = '', alias = ''] = participant.exec(line) ?? [];
			if (alias) return before + id + as + broken(alias, pitch - labelSpace);
			const [, indent = '', from = '', arrow = '', to = '', colon = '', words = ''] =
				message.exec(line) ?? [];
			if (words) {
				const room = Math.max(1, between(from, to)) * pitch - labelSpace;
				return indent + from + arrow + to + colon + broken(words, room);
			}
			const [, over = '', ids = '', mark = '', remark = ''] = note.exec(line) ?? [];
			if (!remark) return line;
			const [first = '', last = first] = ids.split(',');
			const room = (between(first, last) + 1) * pitch - noteSpace;
			return over + ids + mark + broken(remark, Math.max(room, minNoteWidth));
		})
		.join('\n');
}

/** Breaks a label into lines, between phrases if the browser supports it. */
function inLines(label: string, lines: Lines): string {
	return label
		.split(/\s*<br\s*\/?>\s*/i)
		.flatMap((part) => linesOf(decodeCodes(part), lines))
		.join('<br/>');
}

function linesOf(words: string, { width, canBreakWords }: Lines): string[] {
	const box = document.createElement('div');
	box.lang = 'ja';
	box.textContent = words;
	Object.assign(box.style, {
		position: 'absolute',
		width: `${String(width)}px`,
		font: `${String(fontSize)}px sans-serif`,
		wordBreak: 'auto-phrase',
		overflowWrap: canBreakWords ? 'anywhere' : 'normal',
		textWrap: 'balance'
	});
	document.body.append(box);
	try {
		const lines = new Map<number, string>();
		const range = document.createRange();
		const text = box.firstChild as Text;
		for (let at = 0; at < words.length; at++) {
			range.setStart(text, at);
			range.setEnd(text, at + 1);
			const { top } = range.getBoundingClientRect();
			lines.set(top, (lines.get(top) ?? '') + words.charAt(at));
		}
		return [...lines.values()].map((line) => line.trim()).filter((line) => line !== '');
	} finally {
		box.remove();
	}
}
