import { componentName } from './names.ts';

/** A demonstration that shows the events of the tutorial endpoint, with its spec and browser test. */
export function demoFiles(name: string): Map<string, string> {
	const folder = `src/lib/demos/${name}`;
	const component = componentName(name);
	return new Map([
		[`${folder}/index.ts`, `export { default } from './${component}.svelte';\n`],
		[`${folder}/meta.ja.ts`, meta],
		[`${folder}/text.ts`, `export { text } from './text.ja.ts';\n`],
		[`${folder}/text.ja.ts`, text],
		[`${folder}/newest.ts`, newest],
		[`${folder}/newest.spec.ts`, newestSpec],
		[`${folder}/${component}.svelte`, view],
		[`tests/e2e/demos/${name}.e2e.ts`, browserTest(name)]
	]);
}

const meta = `import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: 'デモのタイトル', size: 'small' };
`;

const text = `import { text as shared } from '../text.ja.ts';

/** The texts of the demonstration. */
export const text = {
	...shared,
	events: '最新のイベント'
};
`;

const newest = `/** How many items a list keeps. */
export const maxItems = 5;

/** Adds an item at the end of a list, and removes the oldest if there are too many. */
export function keepNewest<T>(items: readonly T[], item: T): readonly T[] {
	return [...items, item].slice(-maxItems);
}
`;

const newestSpec = `import { expect, it } from 'vitest';
import { keepNewest, maxItems } from './newest.ts';

it('keeps the newest items in order', () => {
	const numbers = Array.from({ length: maxItems + 2 }, (_, i) => i);
	const kept = numbers.reduce<readonly number[]>(keepNewest, []);
	expect(kept).toEqual(numbers.slice(2));
});
`;

const view = `<script lang="ts">
	import type { DemoProps } from '../demo.ts';
	import StateBadge from '../StateBadge.svelte';
	import { keepNewest } from './newest.ts';
	import { text } from './text.ts';

	let { active }: DemoProps = $props();

	let running = $state(true);
	let connection = $state<'connecting' | 'open' | 'closed'>('closed');
	let events = $state.raw<readonly string[]>([]);

	// #region effect
	$effect(() => {
		if (!running || !active) return;
		const source = new EventSource('/api/events');
		connection = 'connecting';
		source.onopen = () => (connection = 'open');
		source.onmessage = ({ data }: MessageEvent<string>) => (events = keepNewest(events, data));
		// ブラウザーが自動で再接続する
		source.onerror = () => (connection = 'connecting');
		return () => {
			source.close();
			connection = 'closed';
		};
	});
	// #endregion effect
</script>

<StateBadge shape={connection} label={text.states[connection]} />
<button type="button" translate="no" onclick={() => (running = !running)}>
	{running ? text.disconnect : text.connect}
</button>
<ol aria-label={text.events} translate="no">
	{#each events as event, i (i)}
		<li>{event}</li>
	{/each}
</ol>
`;

const browserTest = (
	name: string
) => `import { text } from '../../../src/lib/demos/${name}/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

test('shows the newest events, and closes the connection on request', async ({ page }) => {
	const demo = await openDemo(page, '${name}');
	await expect(demo.getByRole('listitem').first()).toContainText('"type"');
	await demo.getByRole('button', { name: text.disconnect }).click();
	await expect(demo.getByRole('status').first()).toHaveText(text.states.closed);
});
`;
