import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { spreadOf, type Spread } from '../lib/spread.ts';

/** The longest page, and the phrases after which text is inserted: one in a sentence, and one in a diagram. */
const edited = {
	file: 'content/ja/10-sveltekit/10-server/10-websocket-sse.md',
	path: '/sveltekit/server/websocket-sse/',
	sentence: '選んだ道順がフローチャートに強調表示されます',
	diagram: '履歴の60件'
};
const rounds = 7;
/** How many edits may be tried before the first round, until the browser shows one. */
const maxAttempts = 20;
const attemptMs = 5000;
/** The pause before each edit, as an author makes. Without it, the file watcher would merge edits. */
const pauseMs = 1000;
/** The most that one step may take, such as the start: a development server compiles the first page on request. */
const limitMs = 120_000;
const pollMs = 100;

type Place = 'sentence' | 'diagram';

/** How many seconds pass after an edit until a browser shows it. The development server of `root` serves the page. */
export async function measureEdits(root: string): Promise<Record<Place, Spread>> {
	const port = await freePort();
	const child = spawn(
		process.execPath,
		['node_modules/vite/bin/vite.js', 'dev', '--host', '127.0.0.1', '--port', String(port)],
		{ cwd: root, stdio: ['ignore', 'ignore', 'pipe'] }
	);
	let errors = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
	const browser = await launchChromium();
	const file = join(root, edited.file);
	const original = readFileSync(file);
	try {
		const page = await browser.newPage();
		await open(page, `http://127.0.0.1:${port}${edited.path}`, () => {
			if (child.exitCode !== null) throw new Error(`the server has exited:\n${errors}`);
		});
		const write = openEditor(root);
		return {
			sentence: await measure(page, 'sentence', write),
			diagram: await measure(page, 'diagram', write)
		};
	} finally {
		await browser.close();
		await stop(child);
		// A build rejects the edited diagram, which has no drawing.
		writeFileSync(file, original);
	}
}

/**
 * Opens a page as soon as the server serves it, and waits until the browser receives updates.
 *
 * @param check throws if the server has failed
 */
async function open(page: Page, url: string, check: () => void): Promise<void> {
	const updates = { areConnected: false };
	page.on('console', (message) => {
		updates.areConnected ||= message.text() === '[vite] connected.';
	});
	const deadline = performance.now() + limitMs;
	const wait = async () => {
		check();
		if (performance.now() > deadline) throw new Error(`${url} was not ready in time`);
		await delay(pollMs);
	};
	for (;;) {
		const response = await page.goto(url, { waitUntil: 'commit' }).catch(() => null);
		if (response?.ok()) break;
		await wait();
	}
	while (!updates.areConnected) await wait();
	await page.waitForLoadState();
}

/** Returns a function that inserts a text after a phrase of the page, and removes what it inserted before. */
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
	const editUntilVisible = async (added: string, timeout: number): Promise<number> => {
		const selector = place === 'sentence' ? 'main p' : 'main svg';
		const shown = page
			.locator(selector)
			.filter({ hasText: added })
			.first()
			.waitFor({ state: 'attached', timeout });
		await delay(pauseMs);
		const start = performance.now();
		write(place, added);
		await shown;
		return (performance.now() - start) / 1000;
	};

	// An edit is not shown before the page's scripts have run.
	let isReady = false;
	for (let attempt = 1; !isReady; attempt++) {
		if (attempt > maxAttempts) throw new Error(`no edit of a ${place} was shown`);
		isReady = await editUntilVisible(`（準備${attempt}）`, attemptMs).then(
			() => true,
			() => false
		);
	}
	const seconds: number[] = [];
	for (let round = 1; round <= rounds; round++) {
		seconds.push(await editUntilVisible(`（${round}回目）`, limitMs));
	}
	return spreadOf(seconds);
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill();
	await ended;
}
