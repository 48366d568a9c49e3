import { once } from 'node:events';
import {
	createServer,
	request as sendRequest,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from '../support/listen.ts';
import { recordProblems } from './record-problems.ts';

const recorderPath = '/problems.js';

/**
 * An HTTP proxy between a browser and the site. Its connections can be cut. It adds a script that records errors
 * to every page, because WebDriver has no access to the console.
 */
export class CuttableProxy {
	readonly #server: Server;
	readonly #site: URL;
	readonly #sockets = new Set<Duplex>();
	#isCut = false;

	private constructor(site: string) {
		this.#site = new URL(site);
		this.#server = createServer((request, response) => this.#forward(request, response));
		this.#server.on('upgrade', (request, socket: Duplex, head) =>
			this.#tunnel(request, socket, head)
		);
		this.#server.on('connection', (socket) => {
			if (this.#isCut) return void socket.destroy();
			this.#sockets.add(socket);
			socket.on('close', () => this.#sockets.delete(socket));
		});
	}

	static async to(site: string): Promise<CuttableProxy> {
		const proxy = new CuttableProxy(site);
		await listen(proxy.#server);
		return proxy;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** Closes all connections, and each new one immediately. */
	cut(): void {
		this.#isCut = true;
		for (const socket of this.#sockets) socket.destroy();
	}

	restore(): void {
		this.#isCut = false;
	}

	async close(): Promise<void> {
		this.cut();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#forward(request: IncomingMessage, response: ServerResponse): void {
		if (request.url === recorderPath) {
			response.setHeader('content-type', 'text/javascript');
			response.end(`(${String(recordProblems)})();`);
			return;
		}
		const headers = { ...request.headers, 'accept-encoding': 'identity' };
		const { method, url: path } = request;
		const { hostname, port } = this.#site;
		const upstream = sendRequest({ hostname, port, method, path, headers }, (answer) => {
			const isPage = answer.headers['content-type']?.startsWith('text/html');
			if (isPage) delete answer.headers['content-length'];
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			if (isPage) void addRecorder(answer, response);
			else answer.pipe(response);
		});
		upstream.on('error', () => response.destroy());
		response.on('close', () => upstream.destroy());
		request.pipe(upstream);
	}

	#tunnel({ method, url, headers }: IncomingMessage, socket: Duplex, head: Buffer): void {
		const upstream = connect(Number(this.#site.port), this.#site.hostname);
		const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
		upstream.write(`${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`);
		upstream.write(head);
		for (const [from, to] of [
			[socket, upstream],
			[upstream, socket]
		] as const) {
			from.pipe(to);
			from.on('error', () => to.destroy());
			from.on('close', () => to.destroy());
		}
	}
}

async function addRecorder(answer: IncomingMessage, response: ServerResponse): Promise<void> {
	const html = Buffer.concat(await answer.toArray()).toString();
	response.end(html.replace(/<head[^>]*>/, `$&<script src="${recorderPath}"></script>`));
}
