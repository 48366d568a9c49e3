import { readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';
import { afterEach, expect, test } from 'vitest';
import { encodeSse, encodeSseComment } from '../../src/lib/protocol/sse.ts';
import { parseTutorialEvent } from '../../src/lib/protocol/tutorial.ts';
import { until } from '../contract/lib/wait.ts';
import { startSite, stopAll, tcp } from './site.ts';

afterEach(stopAll);

/** The bytes printed in the guide. */
const printed = (name: string) => readFileSync(`content/wire/${name}`, 'utf8');

test('the printed handshake equals the bytes on the wire', async () => {
	const [request = '', response = ''] = printed('handshake.http')
		.trimEnd()
		.split('\n\n')
		.map((head) => `${head.replaceAll('\n', '\r\n')}\r\n\r\n`);
	const site = await startSite({ env: { ORIGIN: 'https://example.com' } });
	const { socket, received } = await tcp(site.port);
	socket.write(request);
	await until(() => received().includes('\r\n\r\n'), 'the answer');
	// The frames of the room follow the head.
	expect(received().slice(0, response.length)).toBe(response);
	socket.destroy();
});

test('the printed events equal those of the endpoint’s encoder and can be parsed by its client', () => {
	const text = printed('events.txt');
	const written: string[] = [];
	let retry: number | undefined;
	const parser = createParser({
		onRetry: (ms) => (retry = ms),
		onComment: (comment) => written.push(encodeSseComment(comment)),
		onEvent: ({ id, data }) => {
			expect(parseTutorialEvent(data), data).not.toBeNull();
			written.push(encodeSse({ data, ...(id && { id }), ...(retry && { retry }) }));
			retry = undefined;
		}
	});
	parser.feed(text);
	expect(written).toHaveLength(3);
	expect(written.join('')).toBe(text);
});
