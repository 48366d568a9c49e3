import { afterAll, beforeAll, expect, test } from 'vitest';
import { text as shared } from '../../src/lib/demos/text.ts';
import { demos, pageOf } from '../lib/demos.ts';
import { startHost } from '../lib/host.ts';
import type { BrowserPage } from '../support/browser-page.ts';
import { Demo } from './demo.ts';
import { CuttableProxy } from './cuttable-proxy.ts';
import { describeInstruments } from './instruments.ts';
import { scenarios } from './scenarios.ts';

const desktop = [1280, 900] as const;
const phone = [390, 844] as const;
/** The states of all connections of a demonstration. */
const states = ':is(.state .badge, td.state)';

/** Runs every demonstration in a browser, through a proxy whose connections are cut, and uses the instruments. */
export function describeDemos(open: () => Promise<BrowserPage>): void {
	let proxy: CuttableProxy;
	let page: BrowserPage;
	const stops: (() => Promise<unknown>)[] = [];

	beforeAll(async () => {
		const host = await startHost('production');
		stops.unshift(host.stop);
		proxy = await CuttableProxy.to(host.url);
		stops.unshift(() => proxy.close());
		page = await open();
		stops.unshift(() => page.close());
	}, 120_000);

	afterAll(async () => {
		for (const stop of stops) await stop();
	});

	const problems = () => page.evaluate('globalThis.problems');
	const overflow = () =>
		page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

	test('every scenario belongs to a demonstration', () => {
		expect(demos).toEqual(expect.arrayContaining(Object.keys(scenarios)));
	});

	test('there is space between Japanese and Latin letters, except in WebKit, where digits would overlap', async () => {
		await page.goto(proxy.origin);
		const [spacing, isWebKit] = (await page.evaluate(
			"[getComputedStyle(document.body).textAutospace, navigator.userAgent.includes('AppleWebKit')]"
		)) as [string, boolean];
		expect(spacing).toBe(isWebKit ? 'no-autospace' : 'normal');
	});

	describeInstruments(() => {
		proxy.restore();
		return { page, origin: proxy.origin };
	});

	for (const name of demos) {
		const scenario = scenarios[name];
		test(`${name}: connects, exchanges messages, resumes after a lost connection, and fits a phone`, async () => {
			proxy.restore();
			await page.resize(...desktop);
			await page.goto(proxy.origin + pageOf(name));
			const demo = new Demo(page, name);
			await demo.scrollTo();
			const areOpen = async () => {
				const all = await demo.texts(states);
				return all.length > 0 && all.every((state) => state.includes(shared.states.open));
			};
			const expectOpen = (isOpen: boolean) =>
				expect.poll(areOpen, { timeout: 60_000, message: `connected: ${isOpen}` }).toBe(isOpen);

			await expectOpen(true);
			await scenario?.(demo, 1);
			expect(await problems()).toEqual([]);

			proxy.cut();
			await expectOpen(false);
			proxy.restore();
			await demo.pressIfThere(shared.connect);
			await expectOpen(true);
			await scenario?.(demo, 2);

			await page.resize(...phone);
			expect(await overflow()).toBeLessThanOrEqual(0);
			await page.goto('about:blank');
		});
	}
}
