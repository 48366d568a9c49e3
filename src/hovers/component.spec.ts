import { expect, test } from 'vitest';
import { openComponent } from './component.ts';

const text = [
	'<script lang="ts">',
	"\tlet { name = 'world' }: { name?: string } = $props();",
	'\tlet count = $state(0);',
	'</script>',
	'',
	'{#each [1, 2] as item (item)}',
	'\t<button onclick={() => (count += item)}>{name} {count}</button>',
	'{/each}'
].join('\n');

test('names are mapped to script and markup, generated ones to nothing', () => {
	const { code, origin } = openComponent(text);
	const words = [...code.matchAll(/[\w$]+/g)];
	const places = (wanted: string) => {
		const found = words.map(({ 0: name, index }) => (name === wanted ? origin(index, name) : null));
		for (const start of found)
			if (start !== null) expect(text.startsWith(wanted, start)).toBe(true);
		return new Set(found.filter((start) => start !== null)).size;
	};
	expect(places('render') + places('$$render')).toBe(0);
	expect([places('count'), places('item'), places('name')]).toEqual([3, 3, 3]);
});

test('a component with a syntax error is rejected', () => {
	expect(() => openComponent('{#if a}')).toThrow();
});
