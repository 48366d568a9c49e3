import { readFileSync } from 'node:fs';
import { chromium as playwright, type Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, chromiumFlags } from '../../scripts/lib/chromium.ts';
import { diagramDrawer } from '../../scripts/lib/diagram-browser.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import type { PlacedDiagram } from '../../src/markdown/drawings.ts';

const tool = toolForTests(chromium);
let browser: Browser | undefined;
let drawDiagram: Awaited<ReturnType<typeof diagramDrawer>> | undefined;

const draw = async (source: string): Promise<string> => {
	const texts = { source, marked: source, title: 't', alt: 'a' };
	const diagram = { file: 'a.md', line: 10, ...texts, hash: 'h', cache: 'c' };
	return (await drawDiagram?.(diagram satisfies PlacedDiagram)) ?? '';
};
const all = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].map(([, value]) => value);

describe.skipIf(tool === null)('the drawing of a diagram', () => {
	beforeAll(async () => {
		browser = await playwright.launch({ executablePath: tool?.path ?? '', args: chromiumFlags });
		drawDiagram = await diagramDrawer(browser);
	}, 120_000);
	afterAll(() => browser?.close());

	const flow = [
		'flowchart TD',
		'  start(["はじめ"]) --> q1_two{"双方向？<br/>{中括弧}"}',
		'  q1_two -->|いいえ| r_sse[SSE]',
		'  q1_two -.->|はい| r_ws[WebSocket]',
		'  subgraph g [仲間]',
		'    r_ws ==> r_db[(Redis)]',
		'  end'
	].join('\n');

	it.each([
		'flowchart LR\na["closing{code}"] --> b["x > y"]',
		'flowchart LR\na["番号#35;1"] -->|"C# で"| b["a #1; b"]',
		'flowchart LR\na{"聞く{x}?"} -->|"x > y"| b["`q` &amp; &lt;b&gt;"]',
		'flowchart LR\nsubgraph s["題 #1 {x}"]\na["😀 é 한 100% %% x"]\nend\na --> b["end"]',
		'sequenceDiagram\nA->>B: C# で書く\nA->>B: 番号#35;1',
		'sequenceDiagram\nA->>B: a; b\nNote over A: ルーム #general に入る',
		'sequenceDiagram\nA->>B: x > y < z &amp; "q" `c` {d}: e',
		'sequenceDiagram\nparticipant A as C# の人<br>2\nA->>A: 一<br>二 50%% end',
		'sequenceDiagram\nparticipant A as 広い場所を取る参加者\nparticipant B as 広い場所を取る別の参加者\nalt x > y #1\nA->>B: a\nelse else; b\nA->>B: c\nend',
		'sequenceDiagram\nloop 毎 #2 秒\nA->>B: d\nend',
		'stateDiagram-v2\nstate "x > y #1" as a\n[*] --> a\na --> b : C# で; x'
	])('contains the words of its source: %j', async (source) => {
		// The browser rejects a drawing with other words.
		expect(await draw(source)).toMatch(/^<svg/);
	});

	it('that cannot contain the words of its source is rejected with the line and a suggestion', async () => {
		await expect(draw('sequenceDiagram\nalt 狭い場所の長い見出し\nA->>B: a\nend')).rejects.toThrow(
			'a.md:12: the drawing does not show "狭い場所の長い見出し": it does not fit, shorten it or break the line with <br>'
		);
		await expect(draw('flowchart LR\na --> b["a\\nb"]')).rejects.toThrow(
			'a.md:12: the drawing does not show "a\\nb": write <br> for a new line'
		);
	});

	it('contains no styles, ids, foreign elements or Svelte expressions', async () => {
		for (const source of [flow, sequence, state]) {
			const svg = await draw(source);
			expect(svg).toMatch(/^<svg [^>]*viewBox="[-\d ]+">.*<\/svg>$/s);
			expect(svg).not.toMatch(/<style|style=|\sid=|url\(|foreignObject|<marker|https?:|[{}]/);
			expect(svg).not.toMatch(/\d\.\d\d/);
		}
	});

	it('of a wide diagram is followed by one for a phone, with the same words in shorter lines', async () => {
		const chain =
			'flowchart LR\na["長い名前の始まり"] -->|"長い名前の線"| b["長い名前の途中"] --> c["長い名前の終わり"]';
		const talk = [
			'sequenceDiagram',
			...['一', '二', '三', '四', '五'].map((name) => `participant ${name} as 参加者の${name}人目`),
			'一->>二: GET /api/a-long-address',
			'Note over 四: 長い覚え書きを残す'
		].join('\n');
		const states =
			'stateDiagram-v2\ndirection LR\n[*] --> 一番目の状態\n一番目の状態 --> 二番目の状態: 長い名前の移り変わり\n二番目の状態 --> 三番目の状態: 長い名前の移り変わり';
		for (const source of [chain, talk, states]) {
			const [wide = '', narrow = '', ...more] = (await draw(source)).split(/(?=<svg)/);
			expect(more).toEqual([]);
			expect(wide).toMatch(/^<svg class="d-min-\d+00"/);
			expect(narrow).toMatch(/^<svg class="d-narrow"/);
			expect(Number(/ width="(\d+)"/.exec(wide)?.[1])).toBeGreaterThan(470);
			expect(Number(/ width="(\d+)"/.exec(narrow)?.[1])).toBeLessThanOrEqual(470);
		}
	});

	it('that cannot become narrow enough for a phone is rejected', async () => {
		const names = Array.from(
			{ length: 12 },
			(_, i) => `participant ${'abcdefghijkl'.charAt(i)} as 参加者`
		);
		await expect(draw(['sequenceDiagram', ...names].join('\n'))).rejects.toThrow(
			/the drawing for a phone is \d+ pixels wide, more than 470/
		);
	});

	it('has only classes with a rule in the stylesheet', async () => {
		const css = readFileSync(new URL('../../src/styles/diagram.css', import.meta.url), 'utf8');
		const wide = `flowchart LR\n${Array.from({ length: 12 }, (_, i) => `a${String(i)}`).join(' --> ')}`;
		for (const source of [flow, sequence, state, wide]) {
			const classes = all(await draw(source), /class="([^"]+)"/g).flatMap((name) =>
				(name ?? '').split(' ')
			);
			expect(classes.length).toBeGreaterThan(0);
			for (const name of classes) expect(css, name).toContain(`.${name}`);
		}
		expect(await draw(wide)).toMatch(/^<svg class="d-min-\d+00"/);
	});

	it('keeps the names of a flowchart’s nodes and edges', async () => {
		const svg = await draw(flow);
		expect(all(svg, /data-node="([^"]+)"/g).sort()).toEqual([
			'q1_two',
			'r_db',
			'r_sse',
			'r_ws',
			'start'
		]);
		expect(new Set(all(svg, /data-edge="([^"]+)"/g))).toEqual(
			new Set(['start-q1_two', 'q1_two-r_sse', 'q1_two-r_ws', 'r_ws-r_db'])
		);
		expect(all(svg, /<g class="(d-edge[^"]*)" data-edge="q1_two-r_ws">/g)).toEqual([
			'd-edge d-dashed',
			'd-edge-label'
		]);
		expect(svg).toContain('<g class="d-edge d-thick" data-edge="r_ws-r_db">');
	});

	it('has its words as text, one element per line', async () => {
		const svg = await draw(flow);
		expect(all(svg, /<tspan[^>]*>([^<]*)<\/tspan>/g)).toEqual(['双方向？', '&#123;中括弧&#125;']);
		expect(all(svg, /<text[^>]*>([^<]+)<\/text>/g)).toEqual(
			expect.arrayContaining(['はじめ', 'いいえ', 'はい', 'SSE', '仲間', 'Redis'])
		);
	});

	const sequence = [
		'sequenceDiagram',
		'  participant page as ページ',
		'  actor user as ユーザー',
		'  page->>+user: 一<br/>二',
		'  loop 1秒ごと',
		'    user--)page: 三',
		'  end',
		'  alt 成功',
		'    user-xpage: 四',
		'  else 失敗',
		'    page->>page: 五',
		'  end',
		'  Note over page,user: 覚え書き',
		'  deactivate user'
	].join('\n');

	it('keeps the order, ends and words of a sequence’s messages', async () => {
		const svg = await draw(sequence);
		expect(all(svg, /data-edge="([^"]+)" data-step="\d+"/g)).toEqual([
			'page-user',
			'user-page',
			'user-page',
			'page-page'
		]);
		expect(all(svg, /data-step="(\d+)"/g)).toEqual(['1', '2', '3', '4']);
		const third = /data-step="3">(.*?)<\/g>/s.exec(svg)?.[1];
		expect(third).toContain('>四</text>');
		for (const name of [
			'd-actor',
			'd-lifeline',
			'd-activation',
			'd-frame',
			'd-frame-kind',
			'd-note'
		]) {
			expect(svg, name).toContain(`class="${name}"`);
		}
	});

	it('places the words of every message above its line', async () => {
		const svg = await draw(sequence);
		const line = Number(/data-step="2"><line [^>]*y2="([\d.]+)"/.exec(svg)?.[1]);
		const words = Number(/data-step="2">.*?<text x="[\d.-]+" y="([\d.]+)">三/s.exec(svg)?.[1]);
		expect(line - words).toBeCloseTo(7, 0);
	});

	const state = 'stateDiagram-v2\n  [*] --> open: 接続\n  open --> [*]';

	it('marks where states begin and end', async () => {
		const svg = await draw(state);
		expect(svg).toContain('class="d-node d-start"');
		expect(svg).toContain('class="d-node d-end"');
		expect(svg).toContain('data-node="open"');
	});

	it('is rejected with the line of the page if Mermaid cannot parse it', async () => {
		await expect(draw('flowchart TD\nA --> B\nB =x C')).rejects.toThrow(/^a\.md:13: Mermaid: /);
	});

	it('is rejected if its type is not supported', async () => {
		await expect(draw('pie\n"a": 1')).rejects.toThrow(/^a\.md:10: Mermaid: .* pie /);
	});
});
