import { componentName } from './names.ts';
import { pageContent } from './page.ts';

/** An example that requests the time from its endpoint, with its page, spec and browser test. */
export function exampleFiles(name: string, pagePath: string): Map<string, string> {
	const folder = `src/lib/examples/${name}`;
	const component = componentName(name);
	return new Map([
		[`${folder}/index.ts`, `export { default } from './${component}.svelte';\n`],
		[`${folder}/meta.ja.ts`, meta],
		[`${folder}/text.ts`, `export { text } from './text.ja.ts';\n`],
		[`${folder}/text.ja.ts`, text],
		[`${folder}/protocol.ts`, protocol],
		[`${folder}/protocol.spec.ts`, protocolSpec],
		[`${folder}/${component}.svelte`, view(name)],
		[`${folder}/answer.server.ts`, answer],
		[`src/routes/api/examples/${name}/+server.ts`, endpoint(name)],
		[
			pagePath,
			pageContent(
				'サンプルのタイトル',
				`## 動かす [#run]\n\n<Example name="${name}" />\n\n## ファイルの構成：まずここから [#files]\n\n<ExampleFiles name="${name}" />`
			)
		],
		[`tests/e2e/examples/${name}.e2e.ts`, browserTest(name)]
	]);
}

const meta = `import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = { title: 'サンプルのタイトル', size: 'small' };
`;

const text = `/** 画面の文言 */
export const text = {
	ask: 'サーバーの時刻を取得',
	ready: '時刻はまだ取得していません。',
	answer: (now: number) => \`サーバーの時刻は\${new Date(now).toLocaleTimeString('ja-JP')}です。\`,
	failed: '取得できませんでした。通信状態を確認して、もう一度押してください。'
};
`;

const protocol = `import * as v from 'valibot';

/** エンドポイントの応答。\`now\`は、1970年からのミリ秒 */
const Answer = v.object({ now: v.number() });
export type Answer = v.InferOutput<typeof Answer>;

/** 応答を確かめる。形が違えば、例外を投げる */
export const parseAnswer = (value: unknown): Answer => v.parse(Answer, value);
`;

const protocolSpec = `import { expect, it } from 'vitest';
import { parseAnswer } from './protocol.ts';

it('accepts an answer and rejects anything else', () => {
	expect(parseAnswer({ now: 1 })).toEqual({ now: 1 });
	for (const value of [null, {}, { now: '1' }]) expect(() => parseAnswer(value)).toThrow();
});
`;

const view = (name: string) => `<script lang="ts">
	import { parseAnswer } from './protocol.ts';
	import { text } from './text.ts';

	let status = $state(text.ready);

	async function ask() {
		try {
			const response = await fetch('/api/examples/${name}');
			status = text.answer(parseAnswer(await response.json()).now);
		} catch {
			status = text.failed;
		}
	}
</script>

<button type="button" onclick={ask}>{text.ask}</button>
<p role="status" translate="no">{status}</p>
`;

const answer = `import { json, type RequestHandler } from '@sveltejs/kit';
import type { Answer } from './protocol.ts';

/** サーバーの時刻を答える */
export const answer: RequestHandler = () => json({ now: Date.now() } satisfies Answer);
`;

const endpoint = (name: string) => `import { answer } from '$lib/examples/${name}/answer.server.ts';

export const GET = answer;
`;

const browserTest = (
	name: string
) => `import { text } from '../../../src/lib/examples/${name}/text.ts';
import { expect, test } from '../lib/test.ts';
import { openExample } from './example.ts';

test('gets the time from the server', async ({ page }) => {
	const example = await openExample(page, '${name}');
	await example.getByRole('button', { name: text.ask }).click();
	await expect(example.getByRole('status')).not.toHaveText(text.ready);
	await expect(example.getByRole('status')).not.toHaveText(text.failed);
});
`;
