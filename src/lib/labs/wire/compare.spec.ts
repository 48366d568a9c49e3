import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTimeline } from '$lib/inspector/timeline.ts';
import { TraceRecordSchema } from '$lib/protocol/trace.ts';
import * as v from 'valibot';
import { costsOf } from './compare.ts';
import { messageText, recordedNames, type RecordedTrace } from './recorded.ts';

const folder = 'src/lib/labs/wire/recorded';
const read = (name: string) =>
	JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as RecordedTrace;

it('every recorded trace has a name, and every name a trace', () => {
	const files = readdirSync(folder).map((file) => file.replace('.json', ''));
	expect(files.sort()).toEqual([...recordedNames].sort());
});

describe.each(recordedNames)('the recorded trace %s', (name) => {
	const { records, browser, startedAt } = read(name);

	it('is a valid trace in which the decoders find nothing malformed', () => {
		expect(v.safeParse(v.array(TraceRecordSchema), records).success).toBe(true);
		expect(startedAt).toBeGreaterThan(0);
		const units = createTimeline(records).items.filter((item) => item.type === 'unit');
		expect(units.length).toBeGreaterThan(3);
		expect(units.filter(({ span }) => span.state === 'malformed')).toEqual([]);
		expect(units.some(({ protocols }) => protocols.has('json'))).toBe(true);
	});

	it('has the steps in the browser in order, with the request of each opened object', () => {
		const { items } = createTimeline(records, browser);
		const steps = items.filter((item) => item.type === 'browser');
		expect(steps.map(({ step }) => step)).toEqual(browser.steps);
		const begun = steps.filter(({ step }) => step.action === 'new');
		expect(begun.length).toBeGreaterThan(0);
		expect(begun.filter(({ connection }) => connection === null)).toEqual([]);
		expect(items.indexOf(begun[0]!)).toBe(0);
	});

	it('has the cost of the message: its shares add up to all bytes, and one is the text', () => {
		const { sent, received } = costsOf(records, messageText);
		for (const cost of [sent, received]) {
			const sum = [...(cost?.shares.values() ?? [])].reduce((all, bytes) => all + bytes, 0);
			expect(sum).toBe(cost?.bytes);
			expect(cost?.shares.get('text')).toBe(new TextEncoder().encode(messageText).length);
		}
	});
});

it('a received message takes over three times as many bytes with long polling as with SSE, and fewer with WebSocket than with SSE', () => {
	const bytes = (name: string) => costsOf(read(name).records, messageText).received?.bytes ?? 0;
	expect(bytes('long-polling')).toBeGreaterThan(bytes('sse') * 3);
	expect(bytes('websocket')).toBeLessThan(bytes('sse'));
});

it('the cost of sending a message includes the acknowledgement or response', () => {
	const sent = (name: string) => costsOf(read(name).records, messageText).sent;
	// A frame of 49 bytes and an acknowledgement; the id has 14 characters.
	expect(sent('websocket')?.bytes).toBe(49 + 46);
	expect(sent('sse')?.bytes).toBe(sent('long-polling')?.bytes);
	expect(sent('sse')?.shares.get('http')).toBeGreaterThan(600);
});
