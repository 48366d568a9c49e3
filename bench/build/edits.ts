import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { chromiumFlags, ensureChromium } from '../../scripts/lib/chromium.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { spreadOf, type Spread } from '../lib/spread.ts';

/** The longest page, and where it is edited: a phrase of a sentence, and one of a diagram. */
const edited = {
	file: 'content/ja/10-sveltekit/10-server/10-websocket-sse.md',
	path: '/sveltekit/server/websocket-sse/',
	sentence: '選んだ道順がフローチャートに強調表示されます',
	diagram: '履歴の60件'
};
/** One more is made first, so that the browser has loaded what draws diagrams. */
const rounds = 7;
/** A development server compiles the first page on request. */
const startLimitMs = 120_000;

type Place = 'sentence' | 'diagram';

/** How long edits of a page take to become visible in a browser, in seconds, in development in `root`. */
export async function measureEdits(root: string): Promise<Record<Place, Spread>> {
	const found = ensureChromium();
	if (found.path === null) throw new Error(found.reason);
	const port = await freePort();
	const child = spawn(
		process.execPath,
		['node_modules/vite/bin/vite.js', 'dev', '--host', '127.0.0.1', '--port', String(port)],
		{ cwd: root, stdio: 'ignore' }
	);
	const browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags });
	try {
		const page = await browser.newPage();
		await open(page, `http://127.0.0.1:${port}${edited.path}`);
		const write = openEditor(root);
		return {
			sentence: await measure(page, 'sentence', write),
			diagram: await measure(page, 'diagram', write)
		};
	} finally {
		await browser.close();
		await stop(child);
	}
}

/** Opens a page as soon as the server listens, and waits until it can be updated. */
async function open(page: Page, url: string): Promise<void> {
	const isConnected = page.waitForEvent('console', {
		predicate: (message) => message.text() === '[vite] connected.',
		timeout: startLimitMs
	});
	const deadline = performance.now() + startLimitMs;
	for (;;) {
		const response = await page.goto(url, { waitUntil: 'commit' }).catch(() => null);
		if (response?.ok()) break;
		if (performance.now() > deadline) throw new Error(`no answer at ${url}`);
	}
	await isConnected;
	await page.waitForLoadState();
}

/** Returns a function that inserts a text after a phrase of the page, in place of the last edit. */
export function openEditor(root: string): (place: Place, added: string) => void {
	const file = join(root, edited.file);
	const original = readFileSync(file, 'utf8');
	return (place, added) => {
		const phrase = edited[place];
		if (!original.includes(phrase)) throw new Error(`${edited.file} does not contain "${phrase}"`);
		writeFileSync(file, original.replace(phrase, phrase + added));
	};
}

async function measure(
	page: Page,
	place: Place,
	write: ReturnType<typeof openEditor>
): Promise<Spread> {
	const seconds: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const added = `（${place === 'sentence' ? '文' : '図'}${round}）`;
		const selector = place === 'sentence' ? 'main p' : 'main svg';
		const isVisible = page.waitForFunction(
			([selector, added]) =>
				[...document.querySelectorAll(selector)].some(({ textContent }) =>
					textContent.includes(added)
				),
			[selector, added] as const,
			{ polling: 'raf' }
		);
		const start = performance.now();
		write(place, added);
		await isVisible;
		if (round > 0) seconds.push((performance.now() - start) / 1000);
	}
	return spreadOf(seconds);
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill();
	await ended;
}
