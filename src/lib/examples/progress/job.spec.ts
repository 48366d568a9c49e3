import { expect, it } from 'vitest';
import { keepJobs, keptJobs, newJob } from './job.ts';

it('keeps the jobs over a reload, and shows one new job in both panes if none were kept', () => {
	const kept = new Map<string, string>();
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	};
	const [one, other] = keptJobs(() => storage);
	expect(one).toMatch(/^progress-[a-z0-9]{24}$/);
	expect(other).toBe(one);
	keepJobs([one, newJob()], () => storage);
	expect(keptJobs(() => storage)[0]).toBe(one);
	expect(keptJobs(() => storage)[1]).not.toBe(one);
	for (const broken of ['{', '[]', '["general","general"]', 'null']) {
		for (const key of kept.keys()) kept.set(key, broken);
		expect(keptJobs(() => storage)[0]).toMatch(/^progress-/);
	}
	const forbidden = () => {
		throw new DOMException('forbidden', 'SecurityError');
	};
	expect(keptJobs(forbidden)[0]).toMatch(/^progress-/);
	keepJobs([one], forbidden);
});
