import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { closeCodes } from '../../src/lib/protocol/close-codes.ts';
import { startServer } from './lib/server.ts';

interface Rules {
	groups: { rules: { alert: string; expr: string }[] }[];
}

it('P8: every alert that is printed asks for series that the server has', async () => {
	const server = await startServer();
	const text = await (await fetch(`${server.origin}/metrics`)).text();
	const series = new Set([...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name]) => name));
	await server.close();

	const { groups } = parse(readFileSync('deploy/alerts.yaml', 'utf8')) as Rules;
	const rules = groups.flatMap(({ rules }) => rules);
	expect(rules.length).toBeGreaterThan(3);
	for (const { alert, expr } of rules) {
		const names = [...expr.matchAll(/\bwirelab_\w+/g)].map(([name]) =>
			name.replace(/_bucket$/, '')
		);
		expect(names, alert).not.toEqual([]);
		for (const name of names) expect(series, alert).toContain(name);
		for (const [, code] of expr.matchAll(/code="(\d+)"/g)) {
			expect(Object.keys(closeCodes), alert).toContain(code);
		}
	}
});
