import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { until } from '../contract/lib/wait.ts';
import type { BrowserPage } from './browser-page.ts';
import { freePort } from './free-port.ts';

/** The toolbar of MiniBrowser, which WebKitWebDriver starts, would otherwise make the window wider than a phone. */
const narrowToolbar = `* { min-width: 0; margin: 0; padding: 0; border: none; font-size: 4px; }
image { margin: -6px; -gtk-icon-transform: scale(0.2); }
`;

/** A page in WebKitGTK, driven over WebDriver, on its own display. */
export class WebKitPage implements BrowserPage {
	readonly #session: string;
	readonly #end: () => Promise<void>;

	private constructor(session: string, end: () => Promise<void>) {
		this.#session = session;
		this.#end = end;
	}

	/**
	 * @param driverPath path of WebKitWebDriver
	 * @param xvfbPath path of Xvfb
	 */
	static async open(driverPath: string, xvfbPath: string): Promise<WebKitPage> {
		const home = mkdtempSync(join(tmpdir(), 'wirelab-webkit-'));
		mkdirSync(join(home, '.config/gtk-3.0'), { recursive: true });
		writeFileSync(join(home, '.config/gtk-3.0/gtk.css'), narrowToolbar);
		const screen = ['-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-displayfd', '3'];
		const display = spawn(xvfbPath, screen, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
		const [number] = (await once(display.stdio[3] as Readable, 'data')) as [Buffer];
		const port = await freePort();
		const driver = spawn(driverPath, [`--port=${port}`], {
			stdio: 'ignore',
			env: {
				PATH: process.env.PATH,
				HOME: home,
				DISPLAY: `:${number.toString().trim()}`,
				GDK_BACKEND: 'x11',
				LIBGL_ALWAYS_SOFTWARE: '1',
				// Without a graphics card, compositing takes most of the processor.
				WEBKIT_DISABLE_COMPOSITING_MODE: '1'
			}
		});
		const url = `http://127.0.0.1:${port}`;
		const end = async () => {
			await stop(driver);
			await stop(display);
			rmSync(home, { recursive: true, force: true, maxRetries: 5 });
		};
		try {
			const isReady = () => send('GET', `${url}/status`).then(Boolean, () => false);
			await until(isReady, 'WebKitWebDriver');
			const { sessionId } = (await send('POST', `${url}/session`, { capabilities: {} })) as {
				sessionId: string;
			};
			return new WebKitPage(`${url}/session/${sessionId}`, end);
		} catch (error) {
			await end();
			throw error;
		}
	}

	async goto(url: string): Promise<void> {
		await send('POST', `${this.#session}/url`, { url });
	}

	evaluate(expression: string): Promise<unknown> {
		const script = `const done = arguments[0]; Promise.resolve(${expression}).then(done)`;
		return send('POST', `${this.#session}/execute/async`, { script, args: [] });
	}

	async perform(actions: object[]): Promise<void> {
		await send('POST', `${this.#session}/actions`, { actions });
	}

	async resize(width: number, height: number): Promise<void> {
		// The window includes the toolbar.
		const above = (await this.evaluate('outerHeight - innerHeight')) as number;
		const size = { width, height: height + above };
		await send('POST', `${this.#session}/window/rect`, size);
		await until(
			async () => (await this.evaluate('innerWidth')) === width,
			`a window of ${width} px`
		);
	}

	async close(): Promise<void> {
		await send('DELETE', this.#session).catch(() => undefined);
		await this.#end();
	}
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const closed = once(child, 'close');
	child.kill();
	await closed;
}

/** Sends a command (WebDriver §6.3) and returns its value. @throws with the message of the browser */
async function send(method: string, url: string, body?: object): Promise<unknown> {
	const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
	const { value } = (await response.json()) as { value: unknown };
	if (response.ok) return value;
	const { error, message } = value as { error: string; message: string };
	throw new Error(`${error}: ${message}`);
}
