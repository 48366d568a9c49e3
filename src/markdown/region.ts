/**
 * Regions of real files: what lies between `// #region name` and `// #endregion name`, in the
 * comment syntax of the language (`//`, `#`, `<!-- -->`, `/* *\/`). Regions may nest and overlap;
 * marker lines are never printed.
 */
const marker =
	/^\s*(?:\/\/|\/\*|<!--|#)\s*#(?<kind>region|endregion)\s+(?<name>[\w-]+)\s*(?:-->|\*\/)?\s*$/;

/**
 * Returns the lines of a region (or of the whole text, for null) without markers, without the
 * common indentation and without blank lines at either end.
 * Throws an Error whose message completes «the file …».
 */
export function readRegion(text: string, name: string | null): string {
	const lines = text.split(/\r?\n/);
	const kept: string[] = [];
	let state: 'before' | 'inside' | 'after' = name === null ? 'inside' : 'before';
	for (const line of lines) {
		const mark = marker.exec(line)?.groups;
		if (!mark) {
			if (state === 'inside') kept.push(line);
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

function dedent(lines: string[]): string {
	const filled = lines.filter((line) => line.trim() !== '');
	const indents = filled.map((line) => /^[\t ]*/.exec(line)?.[0] ?? '');
	const common = indents.reduce((a, b) => {
		let i = 0;
		while (i < a.length && a[i] === b[i]) i++;
		return a.slice(0, i);
	}, indents[0] ?? '');
	return lines
		.map((line) => line.slice(common.length).trimEnd())
		.join('\n')
		.replace(/^\n+|\n+$/g, '');
}
