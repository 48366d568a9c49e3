import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curl } from '../../scripts/lib/clients.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { parseTutorialEvent } from '../../src/lib/protocol/tutorial.ts';
import { startHost, type Host } from '../lib/host.ts';

const tool = toolForTests(curl);

describe.skipIf(!tool)('curl -N against the production server', () => {
	let host: Host;
	beforeAll(async () => void (host = await startHost('production')));
	afterAll(() => host.stop());

	test('reads the tutorial feed live: a connected event, then updates with ids [tutorial-events]', async () => {
		const { head, events } = await read(`${host.url}/api/events`, 3);
		expect(head).toMatch(/^HTTP\/1\.1 200/);
		expect(head).toMatch(/^content-type: text\/event-stream/im);
		expect(events.map(({ data }) => parseTutorialEvent(data)?.type)).toEqual([
			'connected',
			'update',
			'update'
		]);
		expect(events.every(({ id }) => id !== '')).toBe(true);
	});

	test('resumes after the event in Last-Event-ID', async () => {
		const first = await read(`${host.url}/api/events`, 4);
		const [, second, third, fourth] = first.events;
		const again = await read(`${host.url}/api/events`, 3, `Last-Event-ID: ${second?.id}`);
		const updates = again.events.filter(({ data }) => parseTutorialEvent(data)?.type === 'update');
		expect(updates.slice(0, 2)).toEqual([third, fourth]);
	});
});

interface Received {
	head: string;
	events: { id: string; data: string }[];
}

/** Runs curl until it has read `count` events. */
async function read(url: string, count: number, ...headers: string[]): Promise<Received> {
	if (!tool) throw new Error('curl is not installed');
	const args = ['-sNi', '--max-time', '20', ...headers.flatMap((header) => ['-H', header]), url];
	const child = spawn(tool.path, args, { stdio: ['ignore', 'pipe', 'ignore'] });
	const ended = once(child, 'close');
	let received: Received = { head: '', events: [] };
	let text = '';
	for await (const chunk of child.stdout) {
		text += String(chunk);
		received = parse(text);
		if (received.events.length >= count) break;
	}
	child.kill();
	await ended;
	return { ...received, events: received.events.slice(0, count) };
}

/**
 * A second, simple parser of event streams (WHATWG HTML §9.2). Returns the complete blocks that have data, which
 * excludes comments.
 */
function parse(text: string): Received {
	const [head = '', ...rest] = text.split('\r\n\r\n');
	const whole = rest.join('\r\n\r\n').split('\n\n').slice(0, -1);
	const blocks = whole.map((block) => ({ id: field(block, 'id'), data: field(block, 'data') }));
	return { head, events: blocks.filter(({ data }) => data !== '') };
}

function field(block: string, name: string): string {
	const line = block.split('\n').find((text) => text.startsWith(`${name}:`));
	return line?.slice(name.length + 1).trim() ?? '';
}
