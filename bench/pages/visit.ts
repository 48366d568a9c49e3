import type { Browser, CDPSession } from 'playwright';
import type { Visit } from './figures.ts';
import { tsxHelper } from './tsx-helper.ts';

/** The screen of a phone; its network and processor are emulated by the numbers below. */
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true };
/** A slow mobile network: 1.6 Mbit/s. */
const latencyMs = 150;
const bytesPerSecond = 1_600_000 / 8;
/** The factor by which this machine's processor is slowed down. */
const slowdown = 4;
/** A page is idle after this long without a long task. */
const idleMs = 3000;

/** Opens a page in a new profile, and measures until the page is idle. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
	const context = await browser.newContext({ ...phone, locale: 'ja-JP' });
	try {
		const page = await context.newPage();
		const session = await context.newCDPSession(page);
		await session.send('Network.enable');
		await session.send('Network.emulateNetworkConditions', {
			offline: false,
			latency: latencyMs,
			downloadThroughput: bytesPerSecond,
			uploadThroughput: bytesPerSecond
		});
		await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
		const transferredBytes = countTransfers(session);
		await page.addInitScript(tsxHelper);
		await page.addInitScript(observe);
		await page.goto(url, { waitUntil: 'load' });
		await page.waitForFunction(isIdle, idleMs, { polling: 250 });
		const measured = await page.evaluate(() => globalThis.measured);
		return {
			...measured,
			elements: await page.locator('*').count(),
			scripts: transferredBytes('Script') / 1024,
			styles: transferredBytes('Stylesheet') / 1024,
			all: transferredBytes() / 1024
		};
	} finally {
		await context.close();
	}
}

/**
 * Counts the bytes of each response on the wire from now on. Returns a function that sums them, for one type of resource
 * (such as `Script`) or for all.
 */
function countTransfers(session: CDPSession): (kind?: string) => number {
	const kinds = new Map<string, string>();
	const bytes = new Map<string, number>();
	session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
	session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
		bytes.set(requestId, encodedDataLength)
	);
	return (kind) =>
		[...bytes]
			.filter(([id]) => kind === undefined || kinds.get(id) === kind)
			.reduce((sum, [, size]) => sum + size, 0);
}

type Measured = Pick<Visit, 'firstPaint' | 'largestPaint' | 'diagrams' | 'blocked' | 'shift'> & {
	/** When the last long task ended. */
	lastTaskEnd: number;
};

declare global {
	var measured: Measured;
}

/** Runs in the page, before its own scripts. */
function observe(): void {
	const measured: Measured = {
		firstPaint: 0,
		largestPaint: 0,
		diagrams: 0,
		blocked: 0,
		shift: 0,
		lastTaskEnd: 0
	};
	globalThis.measured = measured;
	const observeType = (type: string, handle: (entry: PerformanceEntry) => void) => {
		new PerformanceObserver((list) => list.getEntries().forEach(handle)).observe({
			type,
			buffered: true
		});
	};
	observeType('paint', ({ name, startTime }) => {
		if (name === 'first-contentful-paint') measured.firstPaint = startTime;
	});
	observeType('largest-contentful-paint', ({ startTime }) => {
		measured.largestPaint = startTime;
	});
	observeType('longtask', ({ startTime, duration }) => {
		// What a task takes beyond 50 ms blocks the page.
		measured.blocked += duration - 50;
		measured.lastTaskEnd = startTime + duration;
	});
	observeType('layout-shift', (entry) => {
		measured.shift += (entry as PerformanceEntry & { value: number }).value;
	});
	addEventListener('DOMContentLoaded', () => {
		// The second callback runs when the first frame with the whole document has been drawn.
		requestAnimationFrame(() => {
			requestAnimationFrame(() => {
				measured.diagrams = performance.now();
			});
		});
	});
}

/** Runs in the page: whether it has loaded, and had no long task, for `idleMs`. */
function isIdle(idleMs: number): boolean {
	const [navigation] = performance.getEntriesByType('navigation');
	const loadedAt = navigation instanceof PerformanceNavigationTiming ? navigation.loadEventEnd : 0;
	return (
		loadedAt > 0 && performance.now() - Math.max(loadedAt, globalThis.measured.lastTaskEnd) > idleMs
	);
}
