import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { BrowserPage } from './browser-page.ts';

/** The response to a command, or an event (WebDriver BiDi §5). */
interface Message {
	id?: number;
	method?: string;
	params?: { text?: string | null };
	result?: Record<string, unknown>;
	message?: string;
}

/** A page in headless Firefox, driven over WebDriver BiDi: Playwright supports only its own build of Firefox. */
export class FirefoxPage implements BrowserPage {
	/** The messages that the page has logged to the console. */
	readonly consoleMessages: string[] = [];
	readonly #waiting = new Map<number, (message: Message) => void>();
	readonly #socket: WebSocket;
	readonly #end: () => Promise<void>;
	#context = '';
	#lastId = 0;

	private constructor(socket: WebSocket, end: () => Promise<void>) {
		this.#socket = socket;
		this.#end = end;
		socket.on('message', (data: Buffer) => {
			const message = JSON.parse(data.toString()) as Message;
			if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
			else if (message.params?.text) this.consoleMessages.push(message.params.text);
		});
	}

	/** Starts Firefox at `path`. The host names in `local` resolve to this machine. */
	static async open(path: string, { local = [] as string[] } = {}): Promise<FirefoxPage> {
		const profile = mkdtempSync(join(tmpdir(), 'wirelab-firefox-'));
		const preferences = { 'network.dns.localDomains': local.join(',') };
		writeFileSync(
			join(profile, 'user.js'),
			Object.entries(preferences)
				.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
				.join('')
		);
		const child = spawn(
			path,
			['--headless', '--no-remote', '--remote-debugging-port', '0', '--profile', profile],
			{ env: { PATH: process.env.PATH, HOME: profile }, stdio: ['ignore', 'ignore', 'pipe'] }
		);
		const end = async () => {
			const closed = once(child, 'close');
			child.kill();
			await closed;
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		};
		const address = await new Promise<string>((resolve, reject) => {
			let output = '';
			child.stderr.on('data', (chunk: Buffer) => {
				output += chunk.toString();
				const found = /WebDriver BiDi listening on (ws:\S+)/.exec(output)?.[1];
				if (found) resolve(found);
			});
			child.on('close', () => reject(new Error(`Firefox exited:\n${output}`)));
		});
		const socket = new WebSocket(`${address}/session`);
		await once(socket, 'open');
		const page = new FirefoxPage(socket, end);
		await page.#startSession();
		return page;
	}

	async #startSession(): Promise<void> {
		await this.#command('session.new', {
			capabilities: { alwaysMatch: { acceptInsecureCerts: true } }
		});
		await this.#command('session.subscribe', { events: ['log.entryAdded'] });
		// In the first tab the address bar has the focus: keys reach a button of the page, but do not press it.
		const { context } = await this.#command('browsingContext.create', { type: 'tab' });
		this.#context = String(context);
	}

	async goto(url: string): Promise<void> {
		await this.#command('browsingContext.navigate', {
			context: this.#context,
			url,
			wait: 'complete'
		});
	}

	async evaluate(expression: string): Promise<unknown> {
		const answer = (await this.#command('script.evaluate', {
			// The value is sent as JSON, because BiDi itself returns a description of it.
			expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value))`,
			target: { context: this.#context },
			awaitPromise: true
		})) as { result?: { value?: string }; exceptionDetails?: { text: string } };
		if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
		const json = answer.result?.value;
		return json === undefined ? undefined : (JSON.parse(json) as unknown);
	}

	async perform(actions: object[]): Promise<void> {
		await this.#command('input.performActions', { context: this.#context, actions });
	}

	async resize(width: number, height: number): Promise<void> {
		const viewport = { width, height };
		await this.#command('browsingContext.setViewport', { context: this.#context, viewport });
	}

	async close(): Promise<void> {
		this.#socket.close();
		await this.#end();
	}

	async #command(method: string, params = {}): Promise<Record<string, unknown>> {
		const id = ++this.#lastId;
		const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
		this.#socket.send(JSON.stringify({ id, method, params }));
		const { result, message } = await answer;
		this.#waiting.delete(id);
		if (!result) throw new Error(`${method}: ${message}`);
		return result;
	}
}
