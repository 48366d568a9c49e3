const numbers = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** Three significant digits: more would be noise. */
export function short(value: number): string {
	return numbers.format(value);
}

/** Prints a table; all columns but the first are numbers. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
	const widths = head.map((_, i) =>
		Math.max(...[head, ...rows].map((row) => (row[i] ?? '').length))
	);
	const line = (cells: readonly string[]) =>
		cells
			.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
			.join('  ')
			.trimEnd();
	console.log(
		[line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
	);
}

/** Prints the current step. On a terminal the next step overwrites it. */
export function progress(text: string): void {
	if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
	else process.stderr.write(`${text}\n`);
}

/** Clears the last line of progress. */
export function endProgress(): void {
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}
