import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from 'playwright/test';
import { text as demoText } from '../../../src/lib/demos/text.ts';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/**
 * Budgets for the guide's script, in bytes after brotli compression. 28 KiB of `initial` are Svelte's runtime and
 * SvelteKit's client.
 */
const budget = { initial: 38.5 * 1024, allDemos: 99 * 1024 };
const guideFile = 'content/ja/10-sveltekit/10-server/10-websocket-sse.md';

/** The budget for the script of each instrument, beyond that of its page. It loads only when it is opened. */
const instrumentBytes = 60_000;
const instruments = [
	'src/lib/inspector/LiveTrace.svelte',
	'src/lib/labs/live-diagram/Player.svelte',
	'src/lib/labs/wire/index.ts',
	'src/lib/labs/faults/index.ts'
];

const root = new URL('../../../', import.meta.url);
const client = fileURLToPath(new URL('build/client/_app', root));

/** Vite's list of what it has built, by source or chunk. */
type Manifest = Record<string, { file: string; imports?: string[]; dynamicImports?: string[] }>;

const readManifest = () =>
	JSON.parse(
		readFileSync(new URL('.svelte-kit/output/client/.vite/manifest.json', root), 'utf8')
	) as Manifest;

/** The files of a module and of all that it imports statically. */
function filesOf(name: string, manifest: Manifest, found = new Set<string>()): Set<string> {
	const entry = manifest[name];
	if (entry === undefined) throw new Error(`${name} is not in the build`);
	if (found.has(entry.file)) return found;
	found.add(entry.file);
	for (const imported of entry.imports ?? []) filesOf(imported, manifest, found);
	return found;
}

/** Opens the guide, and waits until the scripts of its content have arrived, which a quiet network does not prove. */
async function openGuide(page: Page) {
	/** The bytes transferred, by file. */
	const arrived = new Map<string, number>();
	page.on('response', (response) => {
		if (response.request().resourceType() !== 'script') return;
		const headers = response.headers();
		expect(headers['content-encoding'], response.url()).toBe('br');
		arrived.set(new URL(response.url()).pathname.slice(1), Number(headers['content-length']));
	});
	const arrivalOf = (files: Set<string>) =>
		expect.poll(() => [...files].filter((file) => !arrived.has(file))).toEqual([]);
	await page.goto(guide, { waitUntil: 'networkidle' });
	await arrivalOf(filesOf(guideFile, readManifest()));
	const inline = await page
		.locator('script:not([src], [type="application/ld+json"])')
		.evaluateAll((all) => all.map((script) => script.textContent).join('\n'));
	/** Sums the external scripts transferred so far and the compressed inline scripts, in bytes. */
	const bytes = () =>
		[...arrived.values()].reduce((sum, length) => sum + length, brotliCompressSync(inline).length);
	return { arrivalOf, bytes };
}

test('the guide loads at most 38.5 KiB of script before a demonstration is in view', async ({
	page
}) => {
	const { bytes } = await openGuide(page);
	expect(bytes()).toBeGreaterThan(5 * 1024);
	expect(bytes()).toBeLessThanOrEqual(budget.initial);
});

test('with all demonstrations running, the guide loads at most 99 KiB of script, including Socket.IO', async ({
	page
}) => {
	const { arrivalOf, bytes } = await openGuide(page);
	const before = bytes();
	const demos = page.locator('section.demo');
	expect(await demos.count()).toBeGreaterThan(2);
	for (const demo of await demos.all()) {
		await demo.scrollIntoViewIfNeeded();
		await expect(demo.getByRole('button').first()).toBeVisible();
	}
	const manifest = readManifest();
	for (const name of manifest[guideFile]?.dynamicImports ?? [])
		if (name.startsWith('src/lib/demos/')) await arrivalOf(filesOf(name, manifest));
	// Socket.IO's demonstration loads the library when it connects.
	const socketIo = page.locator('#demo-socket-io');
	await socketIo.scrollIntoViewIfNeeded();
	await expect(socketIo.getByRole('status').first()).toHaveText(demoText.states.open);

	expect(bytes()).toBeGreaterThan(before);
	expect(bytes()).toBeLessThanOrEqual(budget.allDemos);
});

for (const instrument of instruments) {
	test(`${instrument} loads at most 60 KB of script beyond that of its page`, () => {
		const manifest = readManifest();
		const ofPage = filesOf(guideFile, manifest);
		const own = [...filesOf(instrument, manifest)].filter((file) => !ofPage.has(file));
		const sizes = own.map(
			(file) => brotliCompressSync(readFileSync(`${client}/../${file}`)).length
		);
		const bytes = sizes.reduce((sum, size) => sum + size, 0);
		expect(bytes).toBeGreaterThan(10_000);
		expect(bytes).toBeLessThanOrEqual(instrumentBytes);
	});
}

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
				// A demonstration that loads meanwhile removes its message. A removed element has no `.demo` around it.
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
