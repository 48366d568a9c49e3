import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'devalue';
import type { BrowserContext } from 'playwright';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import {
	messageText,
	type RecordedName,
	type RecordedTrace
} from '../../src/lib/labs/wire/recorded.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import {
	parseTraceEvent,
	TraceRecordSchema,
	type TraceEvent,
	type TraceRecord
} from '../../src/lib/protocol/trace.ts';

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
	await page.addInitScript({ path: `${root}tests/lib/wire-scenarios.js` });
	await page.goto(origin + pageWithoutConnection);

	const trace = randomId(24);
	const room = `wire-${randomId(24)}`;
	const { events, until, close } = openTrace(origin, trace);
	const count = (type: string) => events.filter((event) => event.type === type).length;
	await until(() => count('started') > 0);
	const argument = { room, trace, text: messageText, remote: remoteAddress({ room, trace }) };
	await page.evaluate(([name, argument]) => Reflect.get(window, 'wireScenarios')[name](argument), [
		name,
		argument
	] as const);
	await until(() => count('open') > 0 && count('open') === count('close'));
	close();
	await page.close();
	const [started, ...rest] = events;
	if (started?.type !== 'started') throw new Error('the trace does not begin with a started event');
	return { startedAt: started.at, records: rest.filter(isRecord) };
}

const isRecord = (event: TraceEvent): event is TraceRecord => v.is(TraceRecordSchema, event);

function openTrace(origin: string, trace: string) {
	const events: TraceEvent[] = [];
	const ws = new WebSocket(`${origin.replace('http', 'ws')}/trace?id=${trace}`);
	let onEvent = (): void => undefined;
	ws.on('message', (data: Buffer) => {
		const event = parseTraceEvent(data.toString());
		if (event !== null) events.push(event);
		onEvent();
	});
	const until = (condition: () => boolean) =>
		new Promise<void>((resolve, reject) => {
			ws.once('error', reject);
			onEvent = () => condition() && resolve();
			onEvent();
		});
	return { events, until, close: () => ws.close() };
}

/** The address of the remote function, whose path SvelteKit derives from its file. */
function remoteAddress(argument: { room: string; trace: string }): string {
	const payload = Buffer.from(stringify(argument)).toString('base64url');
	const chunks = `${root}build/client/_app/immutable/chunks`;
	for (const file of readdirSync(chunks)) {
		const [id] = /[\w-]+\/newestMessages/.exec(readFileSync(`${chunks}/${file}`, 'utf8')) ?? [];
		if (id !== undefined) return `/_app/remote/${id}?payload=${payload}`;
	}
	throw new Error('no chunk of the build contains the remote function newestMessages');
}
