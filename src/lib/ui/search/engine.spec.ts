import { beforeAll, describe, expect, test } from 'vitest';
import type { SearchPage } from '../../../search/types.ts';
import { SearchEngine } from './engine.ts';

const section = (id: string, heading: string, text: string) => ({ id, headings: [heading], text });
const pages: SearchPage[] = [
	{
		path: '/guide/',
		title: 'ガイド',
		sections: [
			{ id: '', headings: [], text: '接続、再接続、SSE、WebSocketの全体像です。' },
			section('rates', 'レート制限', '1人の送信数を数えます。'),
			section('close', 'クローズコード', '接続が切れると、クローズコードが届きます。'),
			section('many', '制限', 'レートという語と、制限という語が別々にあります。')
		]
	},
	{
		path: '/reconnection/',
		title: '再接続と再開',
		sections: [
			{ id: '', headings: [], text: 'Last-Event-IDで切断した位置から再開します。' },
			section('backoff', '指数バックオフ', 'バックプレッシャーとは違います。')
		]
	}
];
const engine = new SearchEngine();
beforeAll(() => engine.add(pages));
const hrefs = (query: string) => engine.search(query).map(({ href }) => href);

describe('search', () => {
	test('a page is found by its title before the places that mention it', () => {
		expect(hrefs('再接続')).toEqual(['/reconnection/', '/reconnection/#backoff', '/guide/']);
	});

	test('a heading equal to the query comes first, and a section with the parts of a word apart is not found', () => {
		expect(hrefs('制限')).toEqual(['/guide/#many', '/guide/#rates']);
		expect(hrefs('レート制限')).toEqual(['/guide/#rates']);
		expect(hrefs('クローズコード')[0]).toBe('/guide/#close');
	});

	test('several words are searched together, wherever they stand in a section', () => {
		expect(hrefs('SSE 接続')).toEqual(['/guide/']);
		expect(hrefs('last-event-id')).toEqual(['/reconnection/']);
	});

	test('a sentence finds sections with most of its words', () => {
		expect(hrefs('接続が急に切れる')[0]).toBe('/guide/#close');
	});

	test('an incomplete or misspelled word is found', () => {
		expect(hrefs('webso')).toEqual(['/guide/']);
		expect(hrefs('websokcet')).toEqual(['/guide/']);
	});

	test('an empty query, punctuation and unknown words find nothing', () => {
		for (const query of ['', '  ', '。、', 'ぬるぽ', 'zzz']) expect(hrefs(query)).toEqual([]);
	});

	test('a pasted log of any length is searched by its beginning', () => {
		expect(hrefs(`クローズコード ${'x'.repeat(100_000)}`)[0]).toBe('/guide/#close');
		expect(hrefs(`${'x'.repeat(200)} クローズコード`)).toEqual([]);
	});
});

test('sections that explain a word come first, in reading order', async () => {
	const site = new SearchEngine();
	const page = (path: string, title: string, ...headings: string[]) => ({
		path,
		title,
		sections: [
			{ id: '', headings: [], text: 'SSEと再接続を使います。' },
			...headings.map((heading, n) => section(`s${String(n)}`, heading, 'SSEと再接続の説明。'))
		]
	});
	await site.add([
		page('/guide/', 'ガイド', '再接続', 'SSE：単方向のストリーミング'),
		page('/steps/', '手順', '2. SSEで配信する'),
		page('/again/', '再接続と再開'),
		page('/late/', '手順', 'SSEで配信する')
	]);
	const found = (query: string) => site.search(query).map(({ href }) => href);
	expect(found('SSE').slice(0, 3)).toEqual(['/guide/#s1', '/steps/#s0', '/late/#s0']);
	expect(found('再接続').slice(0, 2)).toEqual(['/again/', '/guide/#s0']);
});

test('a query that finds nothing suggests the headings with a similar spelling', () => {
	expect(engine.nearest('指数バッグオフ')[0]?.href).toBe('/reconnection/#backoff');
	expect(engine.nearest('zzz')).toEqual([]);
});

test('a page shows at most its four best sections', async () => {
	const long = new SearchEngine();
	const sections = Array.from({ length: 30 }, (_, i) => section(`s${i}`, `項目${i}`, '共通の語'));
	await long.add([
		{ path: '/a/', title: 'A', sections },
		{ path: '/b/', title: 'B', sections: sections.slice(0, 1) }
	]);
	const found = long.search('共通').map(({ page }) => page);
	expect(found.filter((page) => page === 'A')).toHaveLength(4);
	expect(found).toContain('B');
});
