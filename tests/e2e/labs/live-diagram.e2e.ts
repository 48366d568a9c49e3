import type { Locator, Page } from 'playwright/test';
import kinds from '../../../src/lib/labs/live-diagram/signals.json' with { type: 'json' };
import { text } from '../../../src/lib/labs/live-diagram/text.ja.ts';
import { buttonText } from '../../../src/lib/labs/live-diagram/button-text.ja.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

type Kind = keyof typeof kinds;

/** Arrows that occur only with several servers. */
const ofSeveralServers: readonly string[] = ['published', 'relayed', 'relayed:message'];
/** The server sends a heartbeat at least every 15 s and a ping every 25 s, and answers a poll after at most 25 s. */
const longestWaitMs = 60_000;

async function play(page: Page, kind: Kind): Promise<{ figure: Locator; player: Locator }> {
	await open(page, guide);
	const figure = page.locator(`figure.diagram[data-signals="${kinds[kind].join(' ')}"]`);
	const player = figure.locator('xpath=following-sibling::*[1]');
	await player.getByRole('button', { name: buttonText.play }).click();
	return { figure, player };
}

/** Waits until the arrow of a signal is highlighted. */
const expectLit = (figure: Locator, kind: Kind, signal: string, timeout = longestWaitMs) =>
	expect(
		figure.locator(`svg:visible [data-step="${String(kinds[kind].indexOf(signal) + 1)}"]`),
		signal
	).toHaveClass(/(^| )lit( |$)/, { timeout });

/** Presses a button once it is enabled. */
async function press(player: Locator, name: string): Promise<void> {
	const button = player.getByRole('button', { name, exact: true });
	await expect(button).toHaveAttribute('aria-disabled', 'false');
	await button.click();
}

/** Opens the table of the arrows, and returns the time at which each arrow was first highlighted, in the diagram's order. */
async function firstTimes(player: Locator): Promise<number[]> {
	await player.locator('summary').click();
	const rows = player.locator('li[data-first]');
	return rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-first'))));
}

const scenarios: Record<Kind, (figure: Locator, player: Locator) => Promise<void>> = {
	async sse(figure, player) {
		await expectLit(figure, 'sse', 'heartbeat');
		await press(player, text.cut);
		await expectLit(figure, 'sse', 'browser:message:resume');
		await press(player, text.disconnect);
	},
	async websocket(figure, player) {
		await press(player, text.send);
		await expectLit(figure, 'websocket', 'pong');
		await press(player, text.disconnect);
	},
	async 'socket-io'(figure, player) {
		await press(player, text.send);
		await expectLit(figure, 'socket-io', 'other:message');
		await press(player, text.leave);
	},
	async 'long-polling'(figure, player) {
		await press(player, text.sendFromOther);
		await expectLit(figure, 'long-polling', 'request:again');
	},
	async 'query-live'(figure, player) {
		await press(player, text.sendFromOther);
		await expectLit(figure, 'query-live', 'browser:value');
		await press(player, text.disconnect);
		// SvelteKit closes the stream once the browser has garbage-collected the query, which happens late on an idle page.
		const page = player.page();
		const session = await page.context().newCDPSession(page);
		await expect(async () => {
			await session.send('HeapProfiler.collectGarbage');
			await expectLit(figure, 'query-live', 'left', 1_000);
		}).toPass({ timeout: longestWaitMs });
	}
};

for (const kind of Object.keys(kinds) as Kind[]) {
	test(
		`${kind}: the reader's connection highlights every arrow that one server can cause, in order`,
		{ tag: '@waits' },
		async ({ page }) => {
			test.slow();
			const { figure, player } = await play(page, kind);
			await scenarios[kind](figure, player);
			const expected = kinds[kind].filter((signal) => !ofSeveralServers.includes(signal));
			for (const signal of expected) await expectLit(figure, kind, signal);

			const times = await firstTimes(player);
			expect(times).toHaveLength(expected.length);
			// Signals named `browser:…` or `other:…` are timed by the browser's clock, all others by the server's. The page may
			// also learn of `open` after the server has sent a message. So the order is checked within each of the two only.
			for (const isInBrowser of [true, false]) {
				const signals = expected.filter(
					(signal) => /^(browser|other):/.test(signal) === isInBrowser
				);
				const own = signals.map((signal) => times[expected.indexOf(signal)] ?? 0);
				expect(own, signals.join()).toEqual(own.toSorted((a, b) => a - b));
			}
		}
	);
}

test('a running diagram is accessible, and a second run highlights only its own arrows', async ({
	page
}) => {
	const { figure, player } = await play(page, 'websocket');
	await expectLit(figure, 'websocket', 'welcome');
	await player.locator('summary').click();
	expect(await violationsInBothColorSchemes(page, '.player')).toEqual([]);
	await press(player, text.send);
	await expectLit(figure, 'websocket', 'ack');
	await player.getByRole('button', { name: text.connect, exact: true }).click();
	await expectLit(figure, 'websocket', 'welcome');
	const arrowsUntilWelcome = kinds.websocket.indexOf('welcome') + 1;
	await expect(figure.locator('svg:visible .lit .d-count')).toHaveText(
		Array.from({ length: arrowsUntilWelcome }, () => '×1')
	);
});

test('a diagram starts no trace before the reader plays it', async ({ page }) => {
	const sockets: string[] = [];
	page.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname));
	await open(page, guide);
	await page.locator('.diagram-player').first().scrollIntoViewIfNeeded();
	expect(sockets.filter((path) => path === '/trace')).toEqual([]);
	await expect(page.locator('.player')).toHaveCount(0);
});
