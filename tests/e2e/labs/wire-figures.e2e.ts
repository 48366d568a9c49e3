import { readFileSync } from 'node:fs';
import { costsOf, type Cost } from '../../../src/lib/labs/wire/compare.ts';
import {
	messageText,
	recordedNames,
	type RecordedName,
	type RecordedTrace
} from '../../../src/lib/labs/wire/recorded.ts';
import { recordTrace } from '../../lib/record-trace.ts';
import { expect, test } from '../lib/test.ts';

function readRecorded(name: RecordedName): RecordedTrace {
	const file = `src/lib/labs/wire/recorded/${name}.json`;
	return JSON.parse(readFileSync(file, 'utf8')) as RecordedTrace;
}

/** What a message costs; without the heads of requests, which depend on the browser and the address. */
function overhead(cost: Cost | null) {
	const { requests = 0, shares = [] } = cost ?? {};
	const hasHeads = requests > 0;
	return { requests, shares: [...shares].filter(([share]) => !hasHeads || share !== 'http') };
}

for (const name of recordedNames) {
	test(`${name}: a message costs as much as in the recorded trace`, async ({
		context,
		baseURL
	}) => {
		const live = await recordTrace(context, baseURL ?? '', name);
		const now = costsOf(live.records, messageText);
		const recorded = costsOf(readRecorded(name).records, messageText);
		expect(recorded.sent?.bytes).toBeGreaterThan(messageText.length);
		expect(overhead(now.sent)).toEqual(overhead(recorded.sent));
		expect(overhead(now.received)).toEqual(overhead(recorded.received));
	});
}
