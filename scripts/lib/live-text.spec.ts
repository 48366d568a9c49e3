import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findLiveText } from './live-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'wirelab-live-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

function reasons(source: string): string[] {
	const file = join(folder, 'Test.svelte');
	writeFileSync(file, source);
	return findLiveText(file).map(({ line, reason }) => `${String(line)}: ${reason}`);
}

const script = `<script>import { text } from './text.ts'; let { count } = $props();</script>`;

describe('text that a translated page cannot update', () => {
	it('is reported if it changes outside translate="no"', () => {
		expect(reasons(`${script}\n<p>{count}</p>`)).toEqual([
			'2: {count} changes: put it in an element with translate="no"'
		]);
		expect(reasons(`${script}\n<p>{text.items(count)}</p>`)).toHaveLength(1);
		expect(reasons(`${script}<p translate="no"><b>{count}</b></p>`)).toEqual([]);
		expect(reasons(`${script}<p>{text.label}: {text.names['a']}</p>`)).toEqual([]);
	});

	it('is reported if it is added or removed without an element around it', () => {
		expect(reasons(`${script}<p>{#if count}many{/if}</p>`)).toHaveLength(1);
		expect(reasons(`${script}<p>{#if count}{text.many}{/if}</p>`)).toHaveLength(1);
		expect(reasons(`${script}<p>{#if count}<b>{text.many}</b>{/if}</p>`)).toEqual([]);
	});

	it('is not reported if it is an item of a constant list', () => {
		expect(reasons(`${script}{#each text.names as name}<p>{name}</p>{/each}`)).toEqual([]);
		expect(reasons(`${script}{#each count as name}<p>{name}</p>{/each}`)).toHaveLength(1);
		expect(reasons(`${script}{#each text.names as { a }, i}<p>{a}{i}</p>{/each}`)).toHaveLength(1);
	});

	it('is not reported in a component that renders its children in translate="no"', () => {
		writeFileSync(join(folder, 'Kept.svelte'), '<b translate="no">{@render children()}</b>');
		writeFileSync(join(folder, 'Open.svelte'), '<b>{@render children()}</b>');
		const within = (name: string) =>
			reasons(
				`<script>import It from './${name}.svelte'; let { count } = $props();</script><It>{count}</It>`
			);
		expect(within('Kept')).toEqual([]);
		expect(within('Open')).toHaveLength(1);
	});
});

it('no demonstration, example or other component with state has text that a translated page cannot update', () => {
	const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
		.map((path) => `src/${path}`)
		.filter((path) => path.endsWith('.svelte'));
	const live = files.filter(
		(path) =>
			/^src\/lib\/(demos|examples)\//.test(path) || /\$state\b/.test(readFileSync(path, 'utf8'))
	);
	expect(live.length).toBeGreaterThan(30);
	const found = live.flatMap((file) =>
		findLiveText(file).map(({ line, reason }) => `${file}:${String(line)}: ${reason}`)
	);
	expect(found).toEqual([]);
});
