import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from 'playwright/test';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** Budgets for the guide's script, in bytes after brotli compression. */
const budget = { initial: 36 * 1024, allDemos: 98 * 1024 };

const client = fileURLToPath(new URL('../../../build/client/_app', import.meta.url));

/** The total size of external scripts as transferred and inline scripts after compression. */
async function scriptBytes(page: Page): Promise<() => Promise<number>> {
	const external: Promise<number>[] = [];
	page.on('response', (response) => {
		if (response.request().resourceType() !== 'script') return;
		expect(response.headers()['content-encoding'], response.url()).toBe('br');
		external.push(
			response
				.finished()
				.then(() => response.request().sizes())
				.then((sizes) => sizes.responseBodySize)
		);
	});
	await page.goto(guide, { waitUntil: 'networkidle' });
	const inline = await page
		.locator('script:not([src], [type="application/ld+json"])')
		.evaluateAll((all) => all.map((script) => script.textContent).join('\n'));
	return async () =>
		(await Promise.all(external)).reduce((sum, bytes) => sum + bytes, 0) +
		brotliCompressSync(inline).length;
}

test('the guide loads at most 36 KiB of script before a demonstration is in view', async ({
	page
}) => {
	const bytes = await scriptBytes(page);
	expect(await bytes()).toBeGreaterThan(5 * 1024);
	expect(await bytes()).toBeLessThanOrEqual(budget.initial);
});

test('with all demonstrations running it loads at most 98 KiB, including Socket.IO', async ({
	page
}) => {
	const bytes = await scriptBytes(page);
	const before = await bytes();
	const demos = page.locator('section.demo');
	expect(await demos.count()).toBeGreaterThan(2);
	for (const demo of await demos.all()) {
		await demo.scrollIntoViewIfNeeded();
		await expect(demo.getByRole('button').first()).toBeVisible();
	}
	await page.waitForLoadState('networkidle').catch(() => undefined);
	expect(await bytes()).toBeGreaterThan(before);
	expect(await bytes()).toBeLessThanOrEqual(budget.allDemos);
});

test('the text of every page is in its HTML once and in no script', async ({ page }) => {
	const scripts = readdirSync(client, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => readFileSync(`${client}/${file}`, 'utf8'))
		.join('\n');

	for (const path of pages()) {
		// Metadata in the head is not a second copy of the text.
		const html = (await (await page.request.get(path)).text())
			.normalize()
			.replace(/<meta [^>]*>/g, '');
		await page.goto(path);
		const sentences = await page.locator('main :is(p, li, td, pre .line)').evaluateAll((all) =>
			all
				// A demonstration that loads meanwhile replaces its message, which then is no longer in it.
				.filter((element) => element.isConnected && !element.closest('noscript, .demo, nav'))
				.flatMap((element) => [...element.childNodes])
				.filter((node) => node.nodeType === Node.TEXT_NODE)
				.map((node) => (node.textContent ?? '').trim())
				// Long enough to be unique, and without characters that HTML escapes.
				.filter((text) => text.length >= 24 && !/[&<>"'{}\n]/.test(text))
		);
		if (path === guide) expect(sentences.length).toBeGreaterThan(50);
		// A page may repeat a sentence. A copy is a sentence that is in the HTML more often than it is visible.
		const seen = await page.evaluate(() => {
			const body = document.body.cloneNode(true) as HTMLElement;
			for (const script of body.querySelectorAll('script')) script.remove();
			return body.textContent.normalize();
		});
		const times = (text: string, within: string) => within.split(text).length - 1;

		// Code that a page prints may be in a script, because it also runs there.
		const once = sentences.filter((text) => times(text, seen) === 1);
		expect(once.filter((text) => scripts.includes(text))).toEqual([]);
		expect(sentences.filter((text) => times(text, html) < 1)).toEqual([]);
		expect(sentences.filter((text) => times(text, html) > times(text, seen))).toEqual([]);
	}
});

test('neither Mermaid nor a diagram is in any script', () => {
	const names = readdirSync(client, { recursive: true, encoding: 'utf8' });
	const scripts = names
		.filter((file) => file.endsWith('.js'))
		.map((file) => [file, readFileSync(`${client}/${file}`, 'utf8')] as const);
	expect(scripts.length).toBeGreaterThan(3);
	const drawn = scripts.filter(([, text]) =>
		/mermaid|sequenceDiagram|<svg[^>]*aria-roledescription/i.test(text)
	);
	expect(drawn.map(([file]) => file)).toEqual([]);
});
