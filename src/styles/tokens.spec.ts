import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
	[...css.matchAll(/(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
		([, name = '', light = '', dark = '']) => [name, { light, dark }]
	)
);

function color(name: string, scheme: 'light' | 'dark'): string {
	const token = tokens.get(name);
	if (!token) throw new Error(`tokens.css has no color ${name}`);
	return token[scheme];
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (light + 0.05) / (dark + 0.05);
}

const grounds = ['--bg', '--bg-raised', '--bg-sunken'];
const states = ['ok', 'warn', 'danger', 'guard', 'accent'];
const syntax = [...tokens.keys()].filter((name) => name.startsWith('--tk-'));

/** Colors of text, each with a background that it may have: at least 4.5 (WCAG 1.4.3). */
const text: [string, string][] = [
	...grounds.flatMap((ground): [string, string][] => [
		['--fg', ground],
		['--fg-muted', ground],
		...states.map((state): [string, string] => [`--${state}`, ground])
	]),
	...states.flatMap((state): [string, string][] => [
		[`--${state}`, `--${state}-soft`],
		['--fg', `--${state}-soft`]
	]),
	['--accent-fg', '--accent'],
	['--bg', '--danger'],
	['--fg', '--code-line'],
	['--fg-muted', '--code-bg'],
	...syntax.flatMap((name): [string, string][] => [
		[name, '--code-bg'],
		[name, '--code-line'],
		[name, '--ok-soft'],
		[name, '--danger-soft']
	])
];

/** Lines that alone show where a control is, each with a background: at least 3 (WCAG 1.4.11). */
const lines: [string, string][] = grounds.flatMap((ground): [string, string][] => [
	['--border-strong', ground],
	['--focus', ground]
]);

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
	test.each(text)('%s can be read on %s', (front, back) => {
		expect(contrast(color(front, scheme), color(back, scheme))).toBeGreaterThanOrEqual(4.5);
	});

	test.each(lines)('%s can be seen on %s', (front, back) => {
		expect(contrast(color(front, scheme), color(back, scheme))).toBeGreaterThanOrEqual(3);
	});
});

test('the measure itself is right: black on white is 21', () => {
	expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
	expect(syntax.length).toBeGreaterThan(5);
});

/** The declarations of every rule of every style sheet and component. */
function rules(): string[] {
	const src = fileURLToPath(new URL('..', import.meta.url));
	return readdirSync(src, { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.(css|svelte)$/.test(file))
		.flatMap((file) => {
			const source = readFileSync(src + file, 'utf8');
			const styles = file.endsWith('.css') ? source : /<style>([\s\S]*)<\/style>/.exec(source)?.[1];
			return [...(styles ?? '').matchAll(/\{([^{}]*)\}/g)].map(([, body = '']) => body);
		});
}

test('every color of text in a style sheet is measured, on the background that its rule sets', () => {
	const measured = new Set(text.flatMap(([front, ground]) => [front, `${front} ${ground}`]));
	const used = rules().flatMap((rule) => {
		const front = /(?<![\w-])color:\s*var\((--[\w-]+)\)/.exec(rule)?.[1];
		const ground = /background(?:-color)?:\s*var\((--[\w-]+)\)/.exec(rule)?.[1];
		// Tokens only: a component's own variable, such as --tone, stands for one of them.
		if (!front || !tokens.has(front)) return [];
		return ground && tokens.has(ground) ? [`${front} ${ground}`] : [front];
	});
	expect(used.length).toBeGreaterThan(100);
	expect(used.filter((pair) => !measured.has(pair))).toEqual([]);
});
