import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { closeCodes } from '../../src/lib/protocol/close-codes.ts';

const page = 'content/ja/10-sveltekit/10-server/10-websocket-sse.md';

/** The codes in the printed table of close codes, and whether clients reconnect. */
function printed(): Record<string, boolean> {
	const [, table = ''] =
		/^Table: [^\n]* \[#table-close-codes\]\n\n([^]*?)\n\n/m.exec(readFileSync(page, 'utf8')) ?? [];
	const rows = table.split('\n').slice(2);
	return Object.fromEntries(
		rows.flatMap((row) => {
			const [, codes = '', , again = ''] = row.split('|').map((cell) => cell.trim());
			return codes.split('、').map((code) => [code, again.endsWith('する')]);
		})
	);
}

test('the printed table has every close code of the server, and whether clients reconnect', () => {
	const kinds = Object.entries(closeCodes).map(([code, { reconnect }]) => [code, reconnect]);
	expect(printed()).toEqual(Object.fromEntries(kinds));
});
