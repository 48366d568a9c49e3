import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright';
import { build, type Rolldown } from 'vite';
import {
	messageText,
	type RecordedName,
	type RecordedTrace
} from '../../src/lib/labs/wire/recorded.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import type { RecordWire } from './wire-scenarios.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A page that opens no realtime connection. */
const pageWithoutConnection = '/glossary/';

/**
 * Opens a page of the built site at `origin`, lets it publish and receive one message over the transport `name`,
 * and returns the trace once every recorded request has ended.
 */
export async function recordTrace(
	context: BrowserContext,
	origin: string,
	name: RecordedName
): Promise<RecordedTrace> {
	const page = await context.newPage();
	await page.addInitScript({ path: `${root}node_modules/socket.io-client/dist/socket.io.js` });
	await page.addInitScript({ content: await (bundled ??= bundleScenarios()) });
	await page.goto(origin + pageWithoutConnection);
	const argument = { room: `wire-${randomId(24)}`, text: messageText, remote: remotePath() };
	const trace = await page.evaluate(
		([name, argument]) => (Reflect.get(window, 'recordWire') as RecordWire)(name, argument),
		[name, argument] as const
	);
	await page.close();
	return trace;
}

let bundled: Promise<string> | undefined;

async function bundleScenarios(): Promise<string> {
	const built = await build({
		configFile: false,
		publicDir: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: false,
			lib: {
				entry: `${root}tests/lib/wire-scenarios.ts`,
				formats: ['iife'],
				name: 'scenarios'
			}
		}
	});
	const [output] = built as Rolldown.RolldownOutput[];
	const chunk = output?.output[0];
	if (!chunk) throw new Error('the scenarios could not be bundled');
	return chunk.code;
}

/** The path of the remote function, which SvelteKit derives from its file. */
function remotePath(): string {
	const chunks = `${root}build/client/_app/immutable/chunks`;
	for (const file of readdirSync(chunks)) {
		const [id] = /[\w-]+\/newestMessages/.exec(readFileSync(`${chunks}/${file}`, 'utf8')) ?? [];
		if (id !== undefined) return `/_app/remote/${id}`;
	}
	throw new Error('no chunk of the build contains the remote function newestMessages');
}
