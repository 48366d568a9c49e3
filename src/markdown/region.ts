/**
 * Regions of real files: the lines between `// #region name` and `// #endregion name`, in the comment
 * syntax of the language (`//`, `#`, `<!-- -->`, `/* *\/`). Regions may nest and overlap; marker lines
 * are never printed.
 */
const marker =
	/^\s*(?:\/\/|\/\*|<!--|#)\s*#(?<kind>region|endregion)\s+(?<name>[\w-]+)\s*(?:-->|\*\/)?\s*$/;

/** A printed line. */
export interface PrintedLine {
	text: string;
	/** Its line in the file, from 0. */
	line: number;
}

export interface Region {
	lines: PrintedLine[];
	/** Number of indentation characters removed from each line. */
	indent: number;
}

/** The text of a region. */
export function readRegion(text: string, name: string | null): string {
	return regionOf(text, name)
		.lines.map((line) => line.text)
		.join('\n');
}

/**
 * Returns the lines of a region, or of the whole text for null, without markers, common indentation and
 * outer blank lines. Throws an Error with a message that completes "the file …".
 */
export function regionOf(text: string, name: string | null): Region {
	const kept: PrintedLine[] = [];
	let state: 'before' | 'inside' | 'after' = name === null ? 'inside' : 'before';
	for (const [line, content] of text.split(/\r?\n/).entries()) {
		const mark = marker.exec(content)?.groups;
		if (!mark) {
			if (state === 'inside') kept.push({ text: content, line });
		} else if (mark['name'] === name) {
			const expected = state === 'before' ? 'region' : 'endregion';
			if (state === 'after' || mark['kind'] !== expected) {
				throw new Error(`has the region "${name}" twice or in the wrong order`);
			}
			state = state === 'before' ? 'inside' : 'after';
		}
	}
	if (name !== null && state === 'before') throw new Error(`has no region "${name}"`);
	if (name !== null && state === 'inside') throw new Error(`never ends the region "${name}"`);
	return dedent(kept);
}

function dedent(lines: PrintedLine[]): Region {
	const isFilled = ({ text }: PrintedLine) => text.trim() !== '';
	const indents = lines.filter(isFilled).map(({ text }) => /^[\t ]*/.exec(text)?.[0] ?? '');
	const common = indents.reduce((a, b) => {
		let i = 0;
		while (i < a.length && a[i] === b[i]) i++;
		return a.slice(0, i);
	}, indents[0] ?? '');
	const shown = lines.map(({ text, line }) => ({
		text: text.slice(common.length).trimEnd(),
		line
	}));
	const from = shown.findIndex(isFilled);
	return {
		lines: from < 0 ? [] : shown.slice(from, shown.findLastIndex(isFilled) + 1),
		indent: common.length
	};
}
