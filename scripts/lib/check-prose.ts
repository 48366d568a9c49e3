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

/** Sentences in lists are sentences: です・ます there as well. The rest is as the presets have it. */
const ours: Record<string, object> = {
	'no-mix-dearu-desumasu': {
		preferInHeader: '',
		preferInBody: 'ですます',
		preferInList: '',
		strict: false
	}
};

/** The rules of a preset with its own options, or ours. */
function rulesOf({ rules, rulesConfig }: TextlintPreset): TextlintKernelRule[] {
	return Object.entries(rules)
		.map(([ruleId, rule]) => ({ ruleId, rule, options: ours[ruleId] ?? rulesConfig[ruleId] }))
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
 * Reads a page as an editor for Japanese technical prose would (textlint): sentences that are too long,
 * doubled particles, mixed styles, half-width kana, spaces. One error for each remark.
 */
export async function checkProse(file: string, source: string): Promise<ContentError[]> {
	const { messages } = await kernel.lintText(plain(source), options);
	return messages.map(({ ruleId, message, loc }) => {
		const first = message.split('\n', 1)[0] ?? message;
		return new ContentError({ file, line: loc.start.line }, `${first} (${ruleId})`);
	});
}

/** Takes out what is this house's own syntax and no prose. Lines stay where they are. */
function plain(source: string): string {
	return source
		.replace(/^\uFEFF/, '')
		.replace(/\r\n?/g, '\n')
		.replace(/^Table: .*$/gm, '')
		.replace(/ \[#[\w-]+\]$/gm, '');
}
