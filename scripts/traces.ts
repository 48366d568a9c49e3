/**
 * `npm run traces` (after `npm run build`) records one message on each transport, from a page in Chromium to the built
 * site. It writes the traces that the wire laboratory plays without a server, the figures that pages print, and the
 * first connection that the home page shows before the reader's own. `npm run traces -- resume` records only this one.
 */
import { fileURLToPath } from 'node:url';
import { figuresOf } from '../src/lib/labs/wire/figures.ts';
import {
	recordedNames,
	type RecordedName,
	type RecordedTrace
} from '../src/lib/labs/wire/recorded.ts';
import { startHost } from '../tests/lib/host.ts';
import { recordFirstConnection } from '../tests/lib/record-first-connection.ts';
import { recordTrace } from '../tests/lib/record-trace.ts';
import { launchChromium } from './lib/chromium.ts';
import { writeJson } from './lib/write-json.ts';

const root = fileURLToPath(new URL('../src/lib', import.meta.url));
const isWireWanted = process.argv[2] !== 'resume';

const write = (file: string, value: unknown) => writeJson(`${root}/${file}`, value);

const host = await startHost('production');
const browser = await launchChromium();
try {
	const context = await browser.newContext({ locale: 'ja-JP' });
	await write('demos/resume/recorded.json', await recordFirstConnection(context, host.url));
	const traces: Partial<Record<RecordedName, RecordedTrace>> = {};
	for (const name of isWireWanted ? recordedNames : []) {
		traces[name] = await recordTrace(context, host.url, name);
		await write(`labs/wire/recorded/${name}.json`, traces[name]);
	}
	if (isWireWanted) {
		await write('labs/wire/figures.json', figuresOf(traces as Record<RecordedName, RecordedTrace>));
	}
} finally {
	await browser.close();
	await host.stop();
}
