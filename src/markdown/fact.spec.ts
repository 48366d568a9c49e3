import { describe, expect, it } from 'vitest';
import { expiredFacts, factsFile, readFacts } from './fact.ts';
import { thrown } from './fixture.ts';
import { render } from './fixture-page.ts';

const yaml = [
	'# comment',
	'ws-version:',
	'  claim: The version of ws.',
	'  value: ws 8.23 <{a}>',
	'  source: https://a.example/?a=1&b=2',
	'  checked: 2026-11-22',
	'  expires: 2027-05-22'
].join('\n');

it('prints the value, its source and the day on which it was checked', async () => {
	expect(await render('[[fact:ws-version]]です。', { [factsFile]: yaml })).toBe(
		'<p><span class="fact">ws 8.23 &lt;&#123;a&#125;&gt;' +
			'<a href="https://a.example/?a=1&amp;b=2" aria-label="出典と確認日 2026-11-22">' +
			'<time datetime="2026-11-22">2026-11-22</time></a></span>です。</p>'
	);
});

it('marks an expired fact', async () => {
	const old = yaml.replace('2027-05-22', '2026-11-22');
	expect(await render('[[fact:ws-version]]です。', { [factsFile]: old })).toContain(
		'</a><strong class="expired">要再確認</strong></span>'
	);
});

it('does not replace the syntax in code', async () => {
	expect(await render('`[[fact:ws-version]]`', { [factsFile]: yaml })).toBe(
		'<p><code>[[fact:ws-version]]</code></p>'
	);
});

it('finds expired facts', () => {
	const facts = readFacts(yaml);
	expect(expiredFacts(facts, '2027-05-22')).toEqual([]);
	expect(expiredFacts(facts, '2027-05-23')[0]).toMatchObject(['ws-version', { line: 2 }]);
});

describe('an error names line, fact and field', () => {
	const cases: [name: string, from: string, to: string, message: string][] = [
		['a missing field', '  claim: The version of ws.\n', '', 'ws-version.claim: is missing'],
		['an unknown field', 'claim:', 'clam: x\n  claim:', 'ws-version.clam: is not a known field'],
		[
			'a wrong date',
			'2026-11-22',
			'yesterday',
			'ws-version.checked: must be a date such as 2026-11-22'
		],
		[
			'a source without address',
			'https://a.example/',
			'a book',
			'ws-version.source: must be the address of the source'
		]
	];
	it.each(cases)('%s', (_, from, to, message) => {
		expect(thrown(() => readFacts(yaml.replace(from, to)))).toBe(`${factsFile}:2: ${message}`);
	});
});
