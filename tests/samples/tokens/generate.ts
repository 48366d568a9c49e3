import { setTimeout as wait } from 'node:timers/promises';

/** 言語モデルの代わり。決まった文を数文字ずつ返し、signalが中断されると生成をやめる */
export async function* generate(prompt: string, signal: AbortSignal): AsyncGenerator<string> {
	const text = `「${prompt}」についての回答です。文章を、数文字ずつ生成しています。`;
	for (const token of text.match(/.{1,3}/gsu) ?? []) {
		await wait(30, undefined, { signal });
		yield token;
	}
}
