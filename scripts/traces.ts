/**
 * `npm run traces` records one message on each transport, from a page in Chromium to the built site, and writes the
 * traces that the wire laboratory plays without a server, with the figures that pages print: `npm run build` first.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { format } from 'prettier';
import { figuresOf } from '../src/lib/labs/wire/figures.ts';
import {
	recordedNames,
	type RecordedName,
	type RecordedTrace
} from '../src/lib/labs/wire/recorded.ts';
import { startHost } from '../tests/lib/host.ts';
import { recordTrace } from '../tests/lib/record-trace.ts';
import { chromiumFlags, findChromium } from './lib/chromium.ts';

const folder = fileURLToPath(new URL('../src/lib/labs/wire', import.meta.url));

async function write(file: string, value: unknown): Promise<void> {
	const text = await format(JSON.stringify(value), { parser: 'json', useTabs: true });
	writeFileSync(`${folder}/${file}`, text);
	console.log(`${folder}/${file}`);
}

const host = await startHost('production');
const browser = await chromium.launch({
	executablePath: findChromium()?.path ?? '',
	args: chromiumFlags
});
try {
	const context = await browser.newContext({ locale: 'ja-JP' });
	const traces: Partial<Record<RecordedName, RecordedTrace>> = {};
	for (const name of recordedNames) {
		traces[name] = await recordTrace(context, host.url, name);
		await write(`recorded/${name}.json`, traces[name]);
	}
	await write('figures.json', figuresOf(traces as Record<RecordedName, RecordedTrace>));
} finally {
	await browser.close();
	await host.stop();
}
