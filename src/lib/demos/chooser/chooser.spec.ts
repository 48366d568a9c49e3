import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { firstQuestion, pathTo, ruledOut, type Flowchart, type Step } from './flowchart.ts';
import { reasonOf, resultOf } from './results.ts';
import { text } from './text.ts';
import { answerIn, withAnswer } from './url.ts';

const drawing = readdirSync('content/diagrams')
	.map((file) => readFileSync(`content/diagrams/${file}`, 'utf8'))
	.find((svg) => svg.includes('data-node="q1_'));

/** Does without a DOM what `readFlowchart` does in a browser (tests/e2e/demos/chooser.e2e.ts). */
function chart(): Flowchart {
	const steps = new Map<string, Step>();
	for (const [, id = ''] of (drawing ?? '').matchAll(/data-node="([^"]+)"/g)) {
		steps.set(id, { id, text: id, answers: [] });
	}
	for (const [, from = '', to = ''] of (drawing ?? '').matchAll(
		/class="d-edge-label" data-edge="([^"-]+)-([^"]+)"/g
	)) {
		steps.get(from)?.answers.push({ label: to, to });
	}
	return steps;
}

describe('the chooser and its flowchart', () => {
	const steps = chart();
	const results = [...steps.values()].filter(({ id }) => id.startsWith('r_'));

	test('the results of the drawing are exactly those that have texts', () => {
		expect(results.map(({ id }) => id).sort()).toEqual(Object.keys(text.results).sort());
	});

	test('every answer has a reason for the results that it rules out', () => {
		for (const { id, answers } of steps.values()) {
			for (const { to } of answers) expect(reasonOf(id, to), `${id} → ${to}`).toBeTruthy();
		}
	});

	test('each result is reached from the first question, by answers that rule out all the others', () => {
		expect(firstQuestion(steps)).toBe('q1_both_directions');
		expect(results.length).toBeGreaterThan(1);
		for (const { id } of results) {
			const path = pathTo(steps, id);
			expect([path[0], path.at(-1)]).toEqual(['q1_both_directions', id]);
			const out = [...ruledOut(steps, path).values()].flat();
			expect([...out, id].sort()).toEqual(results.map((other) => other.id).sort());
		}
	});

	test('at a question, the results that it can still lead to are not ruled out', () => {
		const out = ruledOut(steps, pathTo(steps, 'q3_rooms_ack_fallback'));
		expect([...out]).toEqual([['q1_both_directions', ['r_query_live', 'r_sse']]]);
	});

	test('an id that is not in the drawing has neither a path nor a result', () => {
		expect(pathTo(steps, 'constructor')).toEqual([]);
		expect(resultOf('r_none')).toBeUndefined();
	});
});

test('each result has a column in the comparison of platforms, with text in every row', () => {
	const page = readFileSync('content/ja/10-sveltekit/10-server/10-websocket-sse.md', 'utf8');
	const table = page.split('[#table-platforms]')[1]?.trimStart().split('\n\n')[0] ?? '';
	const [head = [], , ...rows] = table
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()));
	expect(rows.length).toBeGreaterThan(1);
	for (const { column } of Object.values(text.results)) {
		const at = head.indexOf(column);
		expect(at, column).toBeGreaterThan(0);
		expect(rows.filter((row) => !row[at])).toEqual([]);
	}
});

test('the address stores the step, keeps its other parameters, and leads to the chooser', () => {
	const url = withAnswer('https://wirelab.example/guide/?x=1#sse', 'r_sse');
	expect(url).toBe('https://wirelab.example/guide/?x=1&choose=r_sse#demo-chooser');
	expect(answerIn(url)).toBe('r_sse');
	expect(withAnswer(url, undefined)).toBe('https://wirelab.example/guide/?x=1#demo-chooser');
});
