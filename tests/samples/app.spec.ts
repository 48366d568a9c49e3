import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium as tool, chromiumFlags } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { Program, root } from './lib/program.ts';
import { buildReaderApp, type ReaderApp } from './lib/reader-app.ts';

const executablePath = toolForTests(tool)?.path ?? null;
const buildLimitMs = 300_000;

describe.skipIf(executablePath === null)('the shortest pages of the guide', () => {
	let app: ReaderApp;
	let program: Program;
	let browser: Browser;

	beforeAll(async () => {
		app = await buildReaderApp();
		const args = ['--import', 'tsx', `${root}/tests/samples/hosts/preview.ts`];
		program = await Program.start({ args, cwd: app.folder });
		browser = await chromium.launch({ executablePath: executablePath!, args: chromiumFlags });
	}, buildLimitMs);
	afterAll(async () => {
		await browser.close();
		await program.stop();
		await app.remove();
	});

	async function open(path: string): Promise<Page> {
		const page = await browser.newPage();
		await page.goto(program.origin + path);
		return page;
	}
	const expectBody = (page: Page) => expect.poll(() => page.locator('body').innerText());

	const logOf = (page: Page) => page.getByRole('log').innerText();

	/** Repeats sending until the message appears, because the page sends nothing before it is connected. */
	async function expectDelivery(here: Page, text: string, there = here): Promise<void> {
		await expect
			.poll(async () => {
				await here.getByRole('textbox').fill(text);
				await here.getByRole('button').click();
				return (await logOf(here)).includes(text) && (await logOf(there)).includes(text);
			})
			.toBe(true);
		// The page was not reloaded, and the field is empty.
		expect(new URL(here.url()).search).toBe('');
		await expect.poll(() => here.getByRole('textbox').inputValue()).toBe('');
	}

	test('I1: SSE: the page shows the time and updates it', async () => {
		const page = await open('/clock');
		await expectBody(page).toMatch(/20\d\d-/);
		const first = await page.locator('body').innerText();
		await expectBody(page).not.toBe(first);
		await page.close();
	});

	test('V1: WebSocket: both tabs show a message, sent over the same port as the pages', async () => {
		await expectDelivery(await open('/chat'), 'こんにちは', await open('/chat'));
	});

	test('I1: Socket.IO: a message reaches only the readers of its room', async () => {
		const [here, there] = [await open('/rooms'), await open('/rooms')];
		// A room that is chosen before the page has hydrated is not joined.
		await expectDelivery(here, '最初の話', there);
		for (const page of [here, there]) await page.getByRole('combobox').selectOption('tech');
		await expectDelivery(here, 'techの話', there);
		await here.getByRole('combobox').selectOption('general');
		await expectDelivery(here, 'generalの話');
		await here.getByRole('combobox').selectOption('tech');
		await expectDelivery(here, '次の話', there);
		expect(await logOf(there)).not.toContain('generalの話');
	});

	test('I1: long polling: a held request is answered with the next message', async () => {
		await expectDelivery(await open('/poll'), 'こんにちは', await open('/poll'));
	});

	test('I1: query.live: the page shows the seconds and updates them', async () => {
		const page = await open('/uptime');
		await expectBody(page).toMatch(/^\d+/);
		const first = Number.parseInt(await page.locator('body').innerText());
		await expect
			.poll(async () => Number.parseInt(await page.locator('body').innerText()))
			.toBeGreaterThan(first);
	});
});
