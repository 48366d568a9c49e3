import { expect, it } from 'vitest';
import { exportPage } from './export-page.ts';
import { pageOf, projectOf } from './fixture.ts';
import { rejection, render } from './fixture-page.ts';
import { figuresFile } from './wire-figure.ts';

const files = {
	[figuresFile]: JSON.stringify({
		recordedOn: '2026-11-30',
		text: { value: 'a<b' },
		sse: { sent: { bytes: 1060, requests: 0 } }
	})
};

it('prints a number, zero too', async () => {
	expect(await render('[[wire:sse.sent.bytes]]、[[wire:sse.sent.requests]]', files)).toBe(
		'<p>1,060、0</p>'
	);
});

it('prints a day and a text', async () => {
	expect(await render('[[wire:recordedOn]]の[[wire:text.value]]', files)).toBe(
		'<p><time datetime="2026-11-30">2026年11月30日</time>のa&lt;b</p>'
	);
});

it('prints figures in the cells of a table', async () => {
	const table =
		'Table: 表 [#t]\n\n| 性質 | SSE |\n| --- | --- |\n| 送信 | [[wire:sse.sent.bytes]] |';
	expect(await render(table, files)).toContain('<td>1,060</td>');
});

it('treats the syntax as text in code', async () => {
	expect(await render('`[[wire:recordedOn]]`', files)).toBe(
		'<p><code>[[wire:recordedOn]]</code></p>'
	);
});

it.each(['nothing', 'sse', 'sse.sent.nothing', 'recordedOn.length', ''])(
	'rejects "%s", which is no figure',
	async (path) => {
		expect(await rejection(`a\n[[wire:${path}]]`, files)).toBe(
			`a.md:6: there is no figure "${path}" in ${figuresFile}`
		);
	}
);

it('rejects every figure while there are none', async () => {
	expect(await rejection('[[wire:recordedOn]]')).toContain('a.md:5: there is no figure');
});

it('prints the same in plain Markdown', () => {
	const options = { project: projectOf(files), file: 'a.md', lang: 'ja', path: '/a/' } as const;
	const source = pageOf('[[wire:recordedOn]]：[[wire:sse.sent.bytes]]、`[[wire:text.value]]`');
	expect(exportPage(source, options)).toContain('\n2026年11月30日：1,060、`[[wire:text.value]]`\n');
});
