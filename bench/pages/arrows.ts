import type { Browser, Page } from 'playwright';
import kinds from '../../src/lib/labs/live-diagram/signals.json' with { type: 'json' };
import { buttonText } from '../../src/lib/labs/live-diagram/button-text.ja.ts';
import { text } from '../../src/lib/labs/live-diagram/text.ja.ts';
import { tsxHelper } from './tsx-helper.ts';

/** The page with diagrams whose arrows light up for the messages of the reader's own connection. */
const path = '/sveltekit/server/websocket-sse/';
/** The number of the arrow that stands for the delivery of a message to the room's readers, including the sender. */
const step = kinds.websocket.indexOf('message') + 1;
const messages = 100;

/**
 * Sends messages on the connection of a diagram, each after the arrow has been lit for the previous one. Returns for
 * each message the time in ms from its arrival to the first frame with its arrow.
 * @param slowdown how many times slower the processor is made
 */
export async function lightArrows(
	browser: Browser,
	url: string,
	slowdown: number
): Promise<number[]> {
	const context = await browser.newContext({ locale: 'ja-JP' });
	try {
		const page = await context.newPage();
		await page.addInitScript(tsxHelper);
		await page.addInitScript(watchMessages);
		await page.goto(url + path, { waitUntil: 'load' });
		const session = await context.newCDPSession(page);
		await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
		await play(page);
		return await page.evaluate(() => globalThis.delays);
	} finally {
		await context.close();
	}
}

async function play(page: Page): Promise<void> {
	const figure = page.locator(`figure.diagram[data-signals="${kinds.websocket.join(' ')}"]`);
	const player = figure.locator('xpath=following-sibling::*[1]');
	await player.getByRole('button', { name: buttonText.play }).click();
	await figure.evaluate(watchArrow, step);
	const button = player.getByRole('button', { name: text.send, exact: true });
	await player.locator('button[aria-disabled="false"]', { hasText: text.send }).waitFor();
	for (let n = 1; n <= messages; n++) {
		await button.evaluate((element: HTMLButtonElement) => element.click());
		await page.waitForFunction((count) => globalThis.delays.length >= count, n);
	}
}

declare global {
	/** When each message arrived: on the reader's own connection, and as a record of the trace. Either may be first. */
	var arrivals: { own: number[]; recorded: number[] };
	/** The time from the arrival of each message to the first frame with its arrow, in ms. */
	var delays: number[];
}

/** Runs in the page, before its own scripts: notes when each message of the recorded connection arrives. */
function watchMessages(): void {
	globalThis.arrivals = { own: [], recorded: [] };
	globalThis.delays = [];
	const note = (times: number[], text: string) => {
		const count = text.split('"type":"message"').length - 1;
		times.push(...Array<number>(count).fill(performance.now()));
	};
	globalThis.WebSocket = class extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(url, protocols);
			const { pathname, searchParams } = new URL(url, location.href);
			this.addEventListener('message', ({ data }: MessageEvent<string>) => {
				if (searchParams.has('trace')) note(globalThis.arrivals.own, data);
				if (pathname !== '/trace' || !data.includes('"direction":"out"')) return;
				const { bytes } = JSON.parse(data) as { bytes: string };
				note(globalThis.arrivals.recorded, atob(bytes));
			});
		}
	};
}

/**
 * Runs in the page: notes for each message the delay until the frame in which the count at the arrow `step`
 * includes it.
 */
function watchArrow(figure: Element, step: number): void {
	const { arrivals, delays } = globalThis;
	new MutationObserver(() => {
		const [label] = figure.querySelectorAll(`[data-step="${step}"] .d-count`);
		const count = Number(label?.textContent.slice(1) ?? 0);
		requestAnimationFrame(() => {
			for (let n = delays.length; n < count; n++) {
				const { own, recorded } = arrivals;
				delays.push(performance.now() - Math.min(own[n] ?? Infinity, recorded[n] ?? Infinity));
			}
		});
	}).observe(figure, { subtree: true, childList: true, characterData: true });
}
