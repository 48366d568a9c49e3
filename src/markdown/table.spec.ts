import { expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';

const table = '| | SSE | WebSocket |\n|---|:-:|--:|\n| 方向 | `a\\|b` | **「双」**方向 |';

it('wraps caption and table in a figure, and labels the scrolling element inside', async () => {
	const html = await render(`Table: 方式の \`比較\` [#compare]\n\n${table}`);
	expect(html).toMatch(
		/^<figure class="table" id="compare"><figcaption id="compare-caption">方式の <code>比較<\/code><\/figcaption><div\s+class="scroll"\s+role="region"\s+tabindex="0"\s+aria-labelledby="compare-caption"\s*><table>/
	);
});

it('gives header cells a scope, and aligns columns with classes', async () => {
	const html = await render(`Table: 比較\n${table}`);
	expect(html).toContain(
		'<thead><tr><td></td><th class="align-center" scope="col">SSE</th>' +
			'<th class="align-right" scope="col">WebSocket</th></tr></thead>'
	);
	expect(html).toContain(
		'<tr><th scope="row">方向</th><td class="align-center"><code>a|b</code></td>' +
			'<td class="align-right"><strong>「双」</strong>方向</td></tr>'
	);
	expect(html).not.toContain('align=');
});

it('gives tables without an id a numbered one', async () => {
	const html = await render(`Table: 一\n${table}\n\nTable: 二\n${table}`);
	expect([...html.matchAll(/<figure class="table" id="([^"]+)"/g)].map(([, id]) => id)).toEqual([
		'table-1',
		'table-2'
	]);
});

it('with `cards`, labels each cell with the name of its column, and states the roles of a table', async () => {
	const html = await render(`Table cards: 比較 [#compare]\n\n${table}`);
	expect(html).toContain('<figure class="table row-cards" id="compare">');
	expect(html).toContain('<table role="table"><thead><tr role="row">');
	expect(html).toContain(
		'<tr role="row"><th role="rowheader" scope="row">方向</th>' +
			'<td role="cell" data-label="SSE" class="align-center">'
	);
});

it('rejects a table without a caption, a caption without a table, and an empty caption', async () => {
	expect(await rejection(`text\n\n${table}`)).toBe(
		'a.md:7: a table needs a line `Table: caption` above it'
	);
	expect(await rejection('Table: 題\n\ntext')).toBe('a.md:5: no table follows this caption');
	expect(await rejection('Table: \n\ntext')).toBe('a.md:5: the caption is empty');
});

it('rejects a row with more cells than columns', async () => {
	const withRow = (row: string) => `Table: 表\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n${row}`;
	expect(await rejection(withRow('| a \\| b | c |'))).toBe('');
	expect(await rejection(withRow('| a | b | c |'))).toBe(
		'a.md:9: the row has 3 cells for 2 columns: write \\| for a | inside a cell'
	);
});
