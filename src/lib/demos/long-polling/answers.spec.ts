import { expect, it } from 'vitest';
import { createAnswers } from './answers.ts';

it('keeps the latest answers, newest first, each with its own key', () => {
	const answers = createAnswers(2);
	expect(answers.newest).toEqual([]);
	for (const messages of [0, 1, 2]) answers.add({ at: 1, tookMs: 5, messages, bytes: 0 });
	expect(answers.newest.map(({ key, messages }) => [key, messages])).toEqual([
		[3, 2],
		[2, 1]
	]);
});
