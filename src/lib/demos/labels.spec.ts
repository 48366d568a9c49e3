import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Matches a text in the source of a language file, with any value in place of each parameter. */
function patternOf(literal: string): RegExp {
	const parts = literal
		.split(/\$\{[^}]*\}/)
		.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.+')}$`);
}

const filesIn = (folder: string, end: string) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith(end))
		.map((path) => `${folder}/${path}`);

const texts = ['src/lib/demos', 'src/lib/labs', 'src/lib/examples']
	.flatMap((folder) => filesIn(folder, 'text.ja.ts'))
	.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'([^'\n]+)'|`([^`\n]+)`/g)])
	.map(([, plain, template]) => patternOf(plain ?? template ?? ''))
	// A text of parameters alone would match every label.
	.filter(({ source }) => source.replace('.+', '') !== '^$');

it('every label that a page tells readers to press is a text of a demonstration, laboratory or example', () => {
	const pressed = filesIn('content/ja', '.md').flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/「([^」]+)」を(?:続けて)?押/g)].map(
			([, label = '']) => ({ file, label })
		)
	);
	expect(pressed.length).toBeGreaterThan(10);
	expect(pressed.filter(({ label }) => !texts.some((text) => text.test(label)))).toEqual([]);
});
