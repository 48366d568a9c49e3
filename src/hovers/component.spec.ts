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

/** Every word of the generated code, as a name. */
const words = (code: string) =>
	[...code.matchAll(/[\w$]+/g)].map(({ 0: name, index }) => ({ start: index, name }));

test('names are mapped back to script and markup, once each, in reading order', () => {
	const { code, toSource } = openComponent(text);
	const names = toSource(words(code));
	for (const { start, name } of names) {
		expect(text.slice(start, start + name.length)).toBe(name);
	}
	expect(names.map(({ start }) => start)).toEqual(
		[...new Set(names.map(({ start }) => start))].toSorted((a, b) => a - b)
	);
	const places = (name: string) => names.filter((found) => found.name === name).length;
	expect([places('count'), places('item'), places('name')]).toEqual([3, 3, 3]);
});

test('a component with a syntax error is rejected', () => {
	expect(() => openComponent('{#if a}')).toThrow();
});
