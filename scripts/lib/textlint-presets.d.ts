// Neither preset ships type declarations.

declare module 'textlint-rule-preset-ja-technical-writing' {
	import type { TextlintKernelRule } from '@textlint/kernel';

	export interface TextlintPreset {
		rules: Record<string, TextlintKernelRule['rule']>;
		/** Options of a rule, or whether it is on. */
		rulesConfig: Record<string, object | boolean>;
	}

	const preset: TextlintPreset;
	export default preset;
}

declare module 'textlint-rule-preset-ja-spacing' {
	import type { TextlintPreset } from 'textlint-rule-preset-ja-technical-writing';

	const preset: TextlintPreset;
	export default preset;
}
