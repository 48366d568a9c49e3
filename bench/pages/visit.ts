import type { Browser, CDPSession } from 'playwright';
import type { Visit } from './figures.ts';

/** A phone of the lower middle class on a slow line. */
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true };
const line = { latency: 150, throughput: (1.6 * 1024 * 1024) / 8 };
const slowdown = 4;

/** Opens a page in a new profile, and measures until the page is idle. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
	const context = await browser.newContext({ ...phone, locale: 'ja-JP' });
	try {
		const page = await context.newPage();
		const session = await context.newCDPSession(page);
		await session.send('Network.enable');
		await session.send('Network.emulateNetworkConditions', {
			offline: false,
			latency: line.latency,
			downloadThroughput: line.throughput,
			uploadThroughput: line.throughput
		});
		await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
		const sizes = countTransfers(session);
		// tsx wraps functions in its own helper, which the page lacks.
		await page.addInitScript('globalThis.__name = (value) => value');
		await page.addInitScript(observe);
		await page.goto(url, { waitUntil: 'load' });
		await page.waitForFunction(isIdle, undefined, { polling: 250 });
		const measured = await page.evaluate(() => globalThis.measured);
		return {
			...measured,
			elements: await page.locator('*').count(),
			scripts: sizes('Script') / 1024,
			styles: sizes('Stylesheet') / 1024,
			all: sizes() / 1024
		};
	} finally {
		await context.close();
	}
}

/** Returns a function that sums the bytes on the wire of responses of one kind, or of all. */
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
	lastTask: number;
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
		lastTask: 0
	};
	globalThis.measured = measured;
	const watch = (type: string, see: (entry: PerformanceEntry) => void) => {
		new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({
			type,
			buffered: true
		});
	};
	watch('paint', ({ name, startTime }) => {
		if (name === 'first-contentful-paint') measured.firstPaint = startTime;
	});
	watch('largest-contentful-paint', ({ startTime }) => {
		measured.largestPaint = startTime;
	});
	watch('longtask', ({ startTime, duration }) => {
		measured.blocked += duration - 50;
		measured.lastTask = startTime + duration;
	});
	watch('layout-shift', (entry) => {
		measured.shift += (entry as PerformanceEntry & { value: number }).value;
	});
	addEventListener('DOMContentLoaded', () => {
		requestAnimationFrame(() => {
			requestAnimationFrame(() => {
				measured.diagrams = performance.now();
			});
		});
	});
}

/** Runs in the page: whether it has been loaded, and no task has been long for three seconds. */
function isIdle(): boolean {
	const [navigation] = performance.getEntriesByType('navigation');
	const loaded = navigation instanceof PerformanceNavigationTiming && navigation.loadEventEnd;
	return (
		Boolean(loaded) &&
		performance.now() - Math.max(Number(loaded), globalThis.measured.lastTask) > 3000
	);
}
