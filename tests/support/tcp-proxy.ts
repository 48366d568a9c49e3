import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { listen } from './listen.ts';

/** The bytes forwarded on one connection. */
interface ForwardedBytes {
	fromClient: number;
	fromTarget: number;
}

/** A TCP proxy on this machine that counts bytes, and can stall or drop connections. */
export class TcpProxy {
	/** One entry for each connection, in the order in which they were opened. */
	readonly forwarded: ForwardedBytes[] = [];
	readonly #server: Server;
	#target: number | null;
	readonly #sockets = new Set<Socket>();
	#isStalled = false;

	private constructor(target: number | null) {
		this.#target = target;
		this.#server = createServer((client) => this.#connect(client));
	}

	/** @param target port on 127.0.0.1; null closes each connection immediately */
	static async to(target: number | null): Promise<TcpProxy> {
		const proxy = new TcpProxy(target);
		await listen(proxy.#server);
		return proxy;
	}

	/** `http://127.0.0.1:port` */
	get origin(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** Stops forwarding. Connections stay open, and new ones are accepted. */
	stall(): void {
		this.#isStalled = true;
		for (const socket of this.#sockets) socket.pause();
	}

	/** Forwards again, beginning with the buffered data. */
	unstall(): void {
		this.#isStalled = false;
		for (const socket of this.#sockets) socket.resume();
	}

	/** Destroys all connections and forwards new ones to another port; null closes them immediately. */
	redirect(target: number | null): void {
		this.#target = target;
		this.drop();
	}

	/** Destroys all connections. */
	drop(): void {
		for (const socket of this.#sockets) socket.destroy();
	}

	async close(): Promise<void> {
		this.drop();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#connect(client: Socket): void {
		if (this.#target === null) return void client.destroy();
		const upstream = connect(this.#target, '127.0.0.1');
		const forwarded = { fromClient: 0, fromTarget: 0 };
		this.forwarded.push(forwarded);
		for (const [from, to, source] of [
			[client, upstream, 'fromClient'],
			[upstream, client, 'fromTarget']
		] as const) {
			this.#sockets.add(from);
			from.on('data', (chunk) => {
				forwarded[source] += chunk.length;
				to.write(chunk);
			});
			from.on('error', () => undefined);
			from.on('close', () => {
				this.#sockets.delete(from);
				to.destroy();
			});
			if (this.#isStalled) from.pause();
		}
	}
}
