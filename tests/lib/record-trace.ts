import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright';
import {
	messageText,
	type RecordedName,
	type RecordedTrace
} from '../../src/lib/labs/wire/recorded.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { bundleScript } from './bundle-script.ts';
import { remotePath } from './remote-path.ts';
import type { RecordWire } from './wire-scenarios.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A page that opens no realtime connection. */
const pageWithoutConnection = '/glossary/';

let bundled: Promise<string> | undefined;

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
	await page.addInitScript({
		content: await (bundled ??= bundleScript('tests/lib/wire-scenarios.ts', 'scenarios'))
	});
	await page.goto(origin + pageWithoutConnection);
	const argument = { room: `wire-${randomId(24)}`, text: messageText, remote: remotePath() };
	const trace = await page.evaluate(
		([name, argument]) => (Reflect.get(window, 'recordWire') as RecordWire)(name, argument),
		[name, argument] as const
	);
	await page.close();
	return trace;
}
