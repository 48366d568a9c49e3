import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import ts from 'typescript-eslint';
import { borders, crossed, rule } from './borders.js';

const server = 'src/lib/server/realtime';

/** For every border: an import that is right, and one that crosses it. */
const examples: Record<string, { file: string; right: string; wrong: string }[]> = {
	protocol: [
		{ file: 'src/lib/protocol/room.ts', right: './errors.ts', wrong: '../client/backoff.ts' },
		{ file: 'src/lib/protocol/message.ts', right: 'valibot', wrong: 'node:crypto' },
		{ file: 'src/lib/protocol/cursor.ts', right: '$lib/protocol/room.ts', wrong: 'ws' }
	],
	client: [
		{
			file: 'src/lib/client/sse.ts',
			right: '$lib/protocol/message.ts',
			wrong: '$lib/server/env.ts'
		}
	],
	components: [
		{ file: 'src/lib/components/Tabs.svelte', right: './Tab.svelte', wrong: '../client/sse.ts' },
		{ file: 'src/lib/components/Tabs.svelte', right: 'svelte', wrong: '$lib/server/config' }
	],
	demos: [
		{ file: 'src/lib/demos/sse/index.ts', right: './text.ts', wrong: '../websocket/text.ts' },
		{ file: 'src/lib/demos/sse/index.ts', right: '../registry.ts', wrong: '$lib/demos/websocket/x' }
	],
	examples: [
		{
			file: 'src/lib/examples/chat/room.server.ts',
			right: '../kit/socket-client.ts',
			wrong: '../cursors/note.ts'
		},
		{
			file: 'src/lib/examples/chat/socket.server.ts',
			right: '../host.server.ts',
			wrong: '$lib/server/realtime/index.ts'
		},
		{
			file: 'src/lib/examples/chat/hall.server.ts',
			right: '../../server/examples/journal.ts',
			wrong: '../cursors/socket.server.ts'
		}
	],
	server: [
		{
			file: 'src/lib/server/examples/sockets.ts',
			right: '../realtime/refusal.ts',
			wrong: '../../examples/chat/protocol.ts'
		}
	],
	hub: [
		{ file: `${server}/hub.ts`, right: './broker/memory.ts', wrong: './transports/sse.ts' },
		{
			file: `${server}/hub/rooms.ts`,
			right: './encode.ts',
			wrong: '../transports/websocket/frame.ts'
		}
	],
	broker: [
		{ file: `${server}/broker/memory.ts`, right: './broker.ts', wrong: '../hub.ts' },
		{ file: `${server}/broker/redis.ts`, right: 'redis', wrong: '../transports/sse.ts' }
	],
	transports: [
		{ file: `${server}/transports/sse.ts`, right: '../hub.ts', wrong: './websocket.ts' },
		{ file: `${server}/transports/socket-io/index.ts`, right: './rooms.ts', wrong: '../sse.ts' },
		{ file: `${server}/transports/sse.ts`, right: './headers.ts', wrong: './long-polling/poll.ts' }
	],
	routes: [
		{
			file: 'src/routes/api/x/+server.ts',
			right: '$lib/server/realtime',
			wrong: '$lib/server/realtime/hub'
		},
		{
			file: 'src/routes/api/x/+server.ts',
			right: '$lib/server/realtime/index.ts',
			wrong: '../../../lib/server/realtime/broker/memory.ts'
		}
	],
	markdown: [
		{
			file: 'src/markdown/code/regions.ts',
			right: '../types.ts',
			wrong: '../../lib/demos/sse/index.ts'
		},
		{ file: 'src/markdown/vite.ts', right: 'mdsvex', wrong: '$lib/docs/pages.ts' }
	],
	hovers: [
		{ file: 'src/hovers/vite.ts', right: '../markdown/region.ts', wrong: '$lib/ui/index.ts' }
	]
};

test('every border has an example of its own', () => {
	expect(Object.keys(examples)).toEqual(Object.keys(borders));
});

for (const [name, list] of Object.entries(examples)) {
	for (const { file, right, wrong } of list) {
		test(`${name}: ${file} may import ${right} but not ${wrong}`, () => {
			expect(crossed(right, file)).toBeNull();
			expect(crossed(wrong, file)).toMatchObject({ name });
		});
	}
}

test('a spec looks over every border', () => {
	expect(crossed('../server/realtime/hub.ts', 'src/lib/client/sse.spec.ts')).toBeNull();
});

test.each([
	`import { x } from '$lib/server/config';`,
	`import type { X } from '$lib/server/config';`,
	`import '$lib/server/config';`,
	`export { x } from '$lib/server/config';`,
	`export * from '$lib/server/config';`,
	`await import('$lib/server/config');`,
	`let x: import('$lib/server/config').X;`
])('the rule sees: %s', (code) => {
	const messages = new Linter({ cwd: '/project' }).verify(
		code,
		{
			files: ['**/*.ts'],
			languageOptions: { parser: ts.parser },
			plugins: { local: { rules: { borders: rule } } },
			rules: { 'local/borders': 'error' }
		},
		'/project/src/lib/client/sse.ts'
	);
	expect(messages.map(({ message }) => message)).toEqual([
		'src/lib/server/config is beyond the border of client: ' +
			'client runs in the browser: server code would leak into what readers download.'
	]);
});
