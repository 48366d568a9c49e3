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

describe('text that does not update on a translated page', () => {
	it('includes text that changes', () => {
		expect(reasons(`${script}\n<p>{count}</p>`)).toEqual(['2: {count} changes']);
		expect(reasons(`${script}\n<p>{text.items(count)}</p>`)).toHaveLength(1);
		expect(reasons(`${script}<p translate="no"><b>{count}</b></p>`)).toEqual([]);
		expect(reasons(`${script}<p>{text.label}: {text.names['a']}</p>`)).toEqual([]);
	});

	it('includes text that is added or removed without an element around it', () => {
		expect(reasons(`${script}<p>{#if count}many{/if}</p>`)).toHaveLength(1);
		expect(reasons(`${script}<p>{#if count}{text.many}{/if}</p>`)).toHaveLength(1);
		expect(reasons(`${script}<p>{#if count}<b>{text.many}</b>{/if}</p>`)).toEqual([]);
	});

	it('in a list is constant if the list is', () => {
		expect(reasons(`${script}{#each text.names as name}<p>{name}</p>{/each}`)).toEqual([]);
		expect(reasons(`${script}{#each count as name}<p>{name}</p>{/each}`)).toHaveLength(1);
		expect(reasons(`${script}{#each text.names as { a }, i}<p>{a}{i}</p>{/each}`)).toHaveLength(1);
	});

	it('excludes the children of a component with translate="no"', () => {
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

it('does not occur in demonstrations, examples and other components with state', () => {
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
