import { describe, expect, it } from 'vitest';
import { createLiveness } from './liveness.ts';

describe('liveness', () => {
	it('asks only after the silence limit', () => {
		const liveness = createLiveness({ quietMs: 30, answerMs: 10 });
		liveness.heard(100);
		expect(liveness.verdict(129)).toBe('alive');
		expect(liveness.verdict(130)).toBe('ask');
	});

	it('reports a peer as dead after the answer timeout', () => {
		const liveness = createLiveness({ quietMs: 30, answerMs: 10 });
		liveness.heard(100);
		liveness.asked(130);
		expect(liveness.verdict(139)).toBe('alive');
		expect(liveness.verdict(140)).toBe('dead');
	});

	it('does not extend the timeout by asking again', () => {
		const liveness = createLiveness({ quietMs: 30, answerMs: 10 });
		liveness.asked(100);
		liveness.asked(109);
		expect(liveness.verdict(110)).toBe('dead');
	});

	it('accepts anything that arrives as an answer', () => {
		const liveness = createLiveness({ quietMs: 30, answerMs: 10 });
		liveness.asked(100);
		liveness.heard(109);
		expect(liveness.verdict(130)).toBe('alive');
	});
});
