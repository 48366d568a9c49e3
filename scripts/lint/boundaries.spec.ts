import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import ts from 'typescript-eslint';
import config from '../../eslint.config.js';
import { importBoundaries } from './boundaries.js';
import { folders } from './folders/index.js';

const linter = new Linter();
const parser: Linter.Config = {
	files: ['**/*.{ts,js,svelte}'],
	languageOptions: { parser: ts.parser }
};
const lib = 'src/lib';
const server = `${lib}/server`;
const realtime = `${server}/realtime`;

/** The messages that ESLint reports for `code` if it is in `file`. */
function reported(code: string, file: string): string[] {
	return linter.verify(code, [parser, ...importBoundaries], file).map(({ message }) => message);
}

/** Forbidden imports that look plausible, by the importing file's folder. */
const forbidden: Record<string, [file: string, imported: string][]> = {
	protocol: [
		[`${lib}/protocol/room.ts`, '../client/backoff.ts'],
		[`${lib}/protocol/message.ts`, 'node:crypto'],
		[`${lib}/protocol/cursor.ts`, 'ws']
	],
	client: [
		[`${lib}/client/sse.ts`, '$lib/server/env.ts'],
		[`${lib}/client/sse.ts`, 'node:events'],
		[`${lib}/client/websocket.ts`, 'ws'],
		[`${lib}/client/sse.ts`, '../demos/log.ts']
	],
	components: [
		[`${lib}/components/Page.svelte`, '../client/sse.ts'],
		[`${lib}/components/Page.svelte`, '$lib/server/config.ts'],
		[`${lib}/components/Page.svelte`, '../demos/sse/Sse.svelte'],
		[`${lib}/components/Page.svelte`, '../examples/kit/Share.svelte']
	],
	ui: [
		[`${lib}/ui/index.ts`, '../client/sse.ts'],
		[`${lib}/ui/enhance/store.ts`, '../../components/Page.svelte'],
		[`${lib}/ui/index.ts`, '../../markdown/types.ts']
	],
	docs: [
		[`${lib}/docs/tree.ts`, '../demos/sse/meta.ja.ts'],
		[`${lib}/docs/tree.ts`, 'node:fs'],
		[`${lib}/docs/tree.ts`, '../server/config.ts']
	],
	inspector: [
		[`${lib}/inspector/timeline.ts`, '../demos/log.ts'],
		[`${lib}/inspector/Inspector.svelte`, '../labs/wire/recorded.ts'],
		[`${lib}/inspector/timeline.ts`, '../server/config.ts']
	],
	'demo parts': [
		[`${lib}/demos/log.ts`, './sse/text.ts'],
		[`${lib}/demos/Demo.svelte`, '$lib/server/realtime/index.ts']
	],
	demo: [
		[`${lib}/demos/sse/index.ts`, '../websocket/text.ts'],
		[`${lib}/demos/sse/index.ts`, '$lib/demos/websocket/text.ts'],
		[`${lib}/demos/sse/feed.svelte.ts`, '../../server/realtime/hub/hub.ts'],
		[`${lib}/demos/sse/Sse.svelte`, '../../examples/kit/qr.ts']
	],
	lab: [
		[`${lib}/labs/wire/index.ts`, '../faults/text.ts'],
		[`${lib}/labs/wire/index.ts`, '../../demos/sse/text.ts'],
		[`${lib}/labs/faults/lane.svelte.ts`, '$lib/server/realtime/limits.ts']
	],
	'host of the examples': [[`${lib}/examples/host.server.ts`, './websocket/socket.server.ts']],
	'example kit': [
		[`${lib}/examples/kit/socket-client.ts`, '../cursors/note.ts'],
		[`${lib}/examples/kit/socket-client.ts`, '../../server/examples/sockets.ts']
	],
	'example server': [
		[`${lib}/examples/websocket/socket.server.ts`, '$lib/server/realtime/index.ts'],
		[`${lib}/examples/websocket/feed.server.ts`, '../../server/realtime/broker/redis.ts'],
		[`${lib}/examples/websocket/hall.server.ts`, '../progress/jobs.server.ts']
	],
	example: [
		[`${lib}/examples/cursors/pane.svelte.ts`, './socket.server.ts'],
		[`${lib}/examples/cursors/pane.svelte.ts`, '../websocket/people.ts'],
		[`${lib}/examples/cursors/index.ts`, '../../demos/websocket/text.ts'],
		[`${lib}/examples/cursors/protocol.ts`, 'node:crypto']
	],
	routes: [
		['src/routes/api/x/+server.ts', '$lib/server/realtime/hub/hub.ts'],
		['src/routes/api/x/+server.ts', '../../../lib/server/realtime/broker/memory.ts'],
		['src/routes/+layout.svelte', '$lib/demos/sse/Sse.svelte'],
		['src/routes/+layout.ts', '../markdown/compile.ts']
	],
	remote: [[`${lib}/remote/room.remote.ts`, '../server/realtime/hub/hub.ts']],
	hooks: [['src/hooks.server.ts', '$lib/server/realtime/guards/origin.ts']],
	entry: [['src/server.ts', './lib/server/realtime/index.ts']],
	'instance entry': [['src/instance.ts', './lib/server/realtime/hub/hub.ts']],
	globals: [['src/app.d.ts', './lib/server/config.ts']],
	settings: [[`${server}/config.ts`, './realtime/index.ts']],
	host: [
		[`${server}/host/start.ts`, '../realtime/hub/hub.ts'],
		[`${server}/host/drain.ts`, '../realtime/transports/sse/index.ts']
	],
	api: [
		[`${server}/api/publish.ts`, '../realtime/transports/sse/index.ts'],
		[`${server}/api/publish.ts`, '../realtime/broker/memory.ts']
	],
	'server examples': [
		[`${server}/examples/journal.ts`, '../../examples/websocket/protocol.ts'],
		[`${server}/examples/journal.ts`, '../realtime/broker/memory.ts']
	],
	instances: [
		[`${server}/instances/forward.ts`, '../realtime/transports/sse/index.ts'],
		[`${server}/instances/instances.ts`, '../realtime/index.ts']
	],
	tutorial: [[`${server}/tutorial/feed.ts`, '../realtime/hub/hub.ts']],
	'realtime entry': [[`${realtime}/examples.ts`, '../../examples/websocket/socket.server.ts']],
	'realtime fixture': [[`${realtime}/fixture.ts`, './transports/websocket/index.ts']],
	'realtime base': [[`${realtime}/context.ts`, './hub/hub.ts']],
	faults: [[`${realtime}/faults/named-connection.ts`, '../transports/websocket/connection.ts']],
	steps: [[`${realtime}/tap/steps.ts`, './trace.ts']],
	tap: [[`${realtime}/tap/index.ts`, '../hub/hub.ts']],
	wire: [[`${realtime}/wire/event-stream.ts`, '../guards/origin.ts']],
	hub: [
		[`${realtime}/hub/hub.ts`, '../transports/sse/index.ts'],
		[`${realtime}/hub/room.ts`, '../../../client/backoff.ts']
	],
	broker: [
		[`${realtime}/broker/memory.ts`, '../hub/hub.ts'],
		[`${realtime}/broker/redis.ts`, '../transports/sse/index.ts'],
		[`${realtime}/broker/redis/link.ts`, '../../operations/metrics.ts']
	],
	session: [[`${realtime}/session/tokens.ts`, '../hub/hub.ts']],
	guards: [
		[`${realtime}/guards/origin.ts`, '../transports/websocket/index.ts'],
		[`${realtime}/guards/opening-limit.ts`, '../../examples/sockets.ts'],
		[`${realtime}/guards/room.ts`, '../broker/memory.ts']
	],
	routing: [[`${realtime}/routing/upgrade-router.ts`, '../transports/websocket/index.ts']],
	log: [[`${realtime}/operations/log.ts`, './metrics.ts']],
	operations: [[`${realtime}/operations/health.ts`, '../broker/redis.ts']],
	transport: [
		[`${realtime}/transports/sse/index.ts`, '../long-polling/index.ts'],
		[`${realtime}/transports/websocket/index.ts`, '../../index.ts'],
		[`${realtime}/transports/socket-io/index.ts`, '../../../api/publish.ts']
	],
	build: [['src/build/adapter.js', '../search/vite.ts']],
	downloads: [['src/downloads/vite.ts', '../lib/examples/websocket/index.ts']],
	hovers: [['src/hovers/vite.ts', '$lib/ui/index.ts']],
	'plain pages': [['src/plain-pages/vite.ts', '$lib/docs/site.ts']],
	search: [['src/search/vite.ts', '$lib/ui/search/engine.ts']],
	phrases: [['src/markdown/phrases.ts', './compile.ts']],
	markdown: [
		['src/markdown/vite.ts', '$lib/docs/tree.ts'],
		['src/markdown/compile.ts', '../lib/demos/sse/index.ts']
	]
};

test('every folder with code has an example of a forbidden import', () => {
	const names = folders.map(({ name }) => name).filter((name) => name !== 'styles');
	expect(Object.keys(forbidden)).toEqual(names);
});

for (const [name, imports] of Object.entries(forbidden)) {
	const reason = folders.find((folder) => folder.name === name)?.reason;
	test.each(imports)(`${name}: %s may not import %s`, (file, imported) => {
		expect(reported(`import '${imported}';`, file)).toEqual([
			`${name} may not import ${imported}: ${reason}.`
		]);
	});
}

test.each([
	[`${lib}/protocol/message.ts`, 'valibot'],
	[`${lib}/protocol/message.ts`, './room.ts'],
	[`${lib}/client/sse.ts`, '$lib/protocol/message.ts'],
	[`${lib}/components/Page.svelte`, 'svelte/transition'],
	[`${lib}/demos/sse/index.ts`, './text.ts'],
	[`${lib}/demos/sse/index.ts`, '../clock.ts'],
	[`${lib}/labs/wire/index.ts`, '../../demos/Panes.svelte'],
	[`${lib}/docs/here.ts`, 'virtual:wirelab/pages'],
	[`${lib}/docs/here.ts`, '$env/static/public'],
	[`${lib}/examples/cursors/socket.server.ts`, './protocol.ts'],
	[`${lib}/examples/cursors/socket.server.ts`, '../host.server.ts'],
	[`${lib}/examples/progress/jobs.server.ts`, './worker.server.ts'],
	['src/routes/[...path]/+page.ts', './$types'],
	['src/routes/[...path]/+page.ts', '@sveltejs/kit'],
	['src/routes/+layout.svelte', '../app.css'],
	[`${realtime}/transports/socket-io/cluster.ts`, '@socket.io/redis-adapter'],
	[`${realtime}/transports/socket-io/index.ts`, './engine.ts'],
	[`${realtime}/transports/sse/index.ts`, 'node:http']
])('%s may import %s', (file, imported) => {
	expect(reported(`import '${imported}';`, file)).toEqual([]);
});

describe('every form of import is checked', () => {
	test.each([
		`import { x } from '$lib/server/config.ts';`,
		`import type { X } from '$lib/server/config.ts';`,
		`import '$lib/server/config.ts?raw';`,
		`export { x } from '$lib/server/config.ts';`,
		`export * from '$lib/server/config.ts';`,
		`export type { X } from '$lib/server/config.ts';`,
		`await import('$lib/server/config.ts');`,
		`require('../server/config.ts');`,
		`let x: import('$lib/server/config.ts').X;`,
		`let x: typeof import('$lib/server/config.ts');`,
		`import.meta.glob('../server/*.ts');`,
		`import.meta.glob<X>(['./*.ts', '/src/lib/server/*.ts'], { eager: true });`
	])('%s', (code) => {
		expect(reported(code, `${lib}/client/sse.ts`)).toEqual([
			expect.stringMatching(/^client may not import /)
		]);
	});
});

test('an import of a computed path is reported, because it cannot be checked', () => {
	expect(reported('await import(`../${name}.ts`);', `${lib}/client/sse.ts`)).toEqual([
		expect.stringMatching(/^Import a literal path/)
	]);
});

test('types may be imported where values may not', () => {
	const file = `${realtime}/context.ts`;
	expect(reported(`import type { Hub } from './hub/hub.ts';`, file)).toEqual([]);
	expect(reported(`import { Hub } from './hub/hub.ts';`, file)).toHaveLength(1);
});

test('the host may glob the socket servers of all examples; an example may not', () => {
	const code = `import.meta.glob('/src/lib/examples/*/socket.server.ts');`;
	expect(reported(code, `${server}/host/start.ts`)).toEqual([]);
	expect(reported(code, `${lib}/examples/cursors/socket.server.ts`)).toHaveLength(1);
});

test('a spec may import anything', () => {
	expect(reported(`import '../server/config.ts';`, `${lib}/client/sse.spec.ts`)).toEqual([]);
});

test('a file in a folder without an entry is reported, and so is every import of it', () => {
	expect(reported('', `${lib}/helpers/x.ts`)).toHaveLength(1);
	expect(reported(`import '../helpers/x.ts';`, `${lib}/client/sse.ts`)).toHaveLength(1);
	expect(reported(`import '../../../tests/lib/host.ts';`, `${lib}/client/sse.ts`)).toHaveLength(1);
});

test('eslint.config.js includes the import boundaries', () => {
	expect(importBoundaries.filter((entry) => !config.includes(entry))).toEqual([]);
});
