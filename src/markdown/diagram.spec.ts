import { describe, expect, it } from 'vitest';
import { diagramFigure, readDiagram } from './diagram.ts';
import { thrown } from './fixture.ts';
import { compileBody, rejection, render } from './fixture-page.ts';
import { signalsFile } from './live-signals.ts';

const meta = 'title="流れ" alt="AからBへ進みます。"';
const fence = { line: 5, lang: 'mermaid', meta, code: 'flowchart TD\n\tA --> B\n' };
const source = `\`\`\`mermaid ${meta}\n${fence.code}\`\`\``;

it('names the file of the drawing after the source, not after the title', () => {
	const { cache } = readDiagram(fence, 'a.md');
	expect(cache).toMatch(/^content\/diagrams\/[\da-f]{16}\.svg$/);
	expect(readDiagram({ ...fence, meta: meta.replace('流れ', '図') }, 'a.md').cache).toBe(cache);
	expect(readDiagram({ ...fence, code: 'flowchart TD\n\tA --> C' }, 'a.md').cache).not.toBe(cache);
});

it('names and describes the image by the caption and the text below', () => {
	const diagram = { ...readDiagram(fence, 'a.md'), hash: 'h' };
	expect(diagramFigure(diagram, '<svg class="x"><g/></svg>', 'ja')).toBe(
		'<figure class="diagram" id="diagram-h"><figcaption id="diagram-h-title">流れ</figcaption>' +
			'<button class="enlarge" type="button" aria-haspopup="dialog" aria-describedby="diagram-h-title">拡大表示</button>' +
			'<div class="scroll" role="region" tabindex="0" aria-labelledby="diagram-h-title">' +
			'<svg translate="no" role="img" aria-labelledby="diagram-h-title" aria-describedby="diagram-h-text" class="x"><g/></svg></div>' +
			'<details><summary>図の内容を文章で読む</summary><p id="diagram-h-text">AからBへ進みます。</p></details></figure>'
	);
});

it('names and describes the drawing for a phone like the wide one', () => {
	const diagram = { ...readDiagram(fence, 'a.md'), hash: 'h' };
	const figure = diagramFigure(diagram, '<svg class="d-min-500"/><svg class="d-narrow"/>', 'ja');
	expect(
		figure.match(/<svg translate="no" role="img" aria-labelledby="diagram-h-title"/g)
	).toHaveLength(2);
});

it('shows the stored drawing', async () => {
	const { cache } = readDiagram(fence, 'a.md');
	expect(await render(source, { [cache]: '<svg><text>A</text></svg>\n' })).toContain(
		'<text>A</text></svg>'
	);
});

it('stops a build without a drawing, and names the command to run', async () => {
	expect(await rejection(`text\n\n${source}`)).toBe(
		'a.md:7: the diagram has no drawing of this text: run `npm run diagrams`'
	);
});

it('rejects the same diagram twice in a page: both would have the same ids', async () => {
	const { cache } = readDiagram(fence, 'a.md');
	expect(await rejection(`${source}\n\n${source}`, { [cache]: '<svg/>' })).toBe(
		'a.md:10: is the same diagram as on line 5: link to that one'
	);
});

it('leaves a diagram without a drawing to the browser in development', async () => {
	const page = await compileBody(source, {}, 'ja', true);
	expect(page.slots.join('')).toContain('data-source="flowchart TD\n\tA --&gt; B"></div>');
	expect([...page.imports]).toEqual([
		"import DiagramDrawer from '/src/markdown/DiagramDrawer.svelte';"
	]);
});

it('changes only the text of a page in development when a diagram is edited', async () => {
	const { cache } = readDiagram(fence, 'a.md');
	const drawn = await compileBody(source, { [cache]: '<svg/>' }, 'ja', true);
	const edited = await compileBody(source.replace('B', 'C'), {}, 'ja', true);
	expect(edited.html).toBe(drawn.html);
	expect(edited.imports).toEqual(drawn.imports);
	expect(edited.slots).not.toEqual(drawn.slots);
});

it('names the line of an arrow without a signal', async () => {
	const live = `\`\`\`mermaid ${meta} live="websocket"\nsequenceDiagram\na->>b: x\n\`\`\``;
	expect(await rejection(live, { [signalsFile]: '{"websocket":["request"]}' })).toBe(
		'a.md:7: the arrow needs a line `%% live …`'
	);
});

describe('rejects', () => {
	it.each([
		['no title', { meta: 'alt="b"' }, 'a.md:5: title: is missing'],
		['no text alternative', { meta: 'title="a" alt=" "' }, 'a.md:5: alt: is missing'],
		[
			'an unknown option',
			{ meta: 'caption="a"' },
			'a.md:5: caption: is not a known option: title, alt, live'
		],
		['an empty source', { code: '\n' }, 'a.md:5: the diagram is empty']
	])('%s', (_, change, message) => {
		expect(thrown(() => readDiagram({ ...fence, ...change }, 'a.md'))).toBe(message);
	});
});
