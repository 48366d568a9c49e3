import {
	TextlintKernel,
	type TextlintKernelOptions,
	type TextlintKernelRule
} from '@textlint/kernel';
import { moduleInterop } from '@textlint/module-interop';
import markdown from '@textlint/textlint-plugin-markdown';
import spacing from 'textlint-rule-preset-ja-spacing';
import technicalWriting, { type TextlintPreset } from 'textlint-rule-preset-ja-technical-writing';
import { ContentError } from '../../src/markdown/error.ts';

/** Options that replace those of the presets, which require である in lists: this project writes です・ます there. */
const overrides: Record<string, object> = {
	'no-mix-dearu-desumasu': {
		preferInHeader: '',
		preferInBody: 'ですます',
		preferInList: '',
		strict: false
	}
};

/** The rules of a preset with its own options or the overrides. */
function rulesOf({ rules, rulesConfig }: TextlintPreset): TextlintKernelRule[] {
	return Object.entries(rules)
		.map(([ruleId, rule]) => ({ ruleId, rule, options: overrides[ruleId] ?? rulesConfig[ruleId] }))
		.filter(({ options }) => options !== false)
		.map(({ options, ...rule }) => (typeof options === 'object' ? { ...rule, options } : rule));
}

const kernel = new TextlintKernel();
const options = {
	ext: '.md',
	plugins: [{ pluginId: 'markdown', plugin: moduleInterop(markdown) }],
	rules: [technicalWriting, spacing].flatMap(rulesOf)
} satisfies TextlintKernelOptions;

/**
 * Checks a page with textlint's presets for Japanese technical prose: long sentences, doubled particles,
 * mixed styles, half-width kana, spaces.
 */
export async function checkProse(file: string, source: string): Promise<ContentError[]> {
	const { messages } = await kernel.lintText(withoutSyntax(source), options);
	return messages.map(({ ruleId, message, loc }) => {
		const first = message.split('\n', 1)[0] ?? message;
		return new ContentError({ file, line: loc.start.line }, `${first} (${ruleId})`);
	});
}

/** Removes syntax that textlint does not know, and keeps the lines. */
function withoutSyntax(source: string): string {
	return source
		.replace(/^\uFEFF/, '')
		.replace(/\r\n?/g, '\n')
		.replace(/^Table(?: cards)?: .*$/gm, '')
		.replace(/ \[#[\w-]+\]$/gm, '');
}
