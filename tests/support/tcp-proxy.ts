import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A cable between a client and a server on this machine, which a test can cut. */
export class TcpProxy {
	readonly #server: Server;
	readonly #target: number;
	readonly #sockets = new Set<Socket>();
	#isCut = false;

	private constructor(target: number) {
		this.#target = target;
		this.#server = createServer((near) => this.#join(near));
	}

	/** @param target port on 127.0.0.1 */
	static async to(target: number): Promise<TcpProxy> {
		const proxy = new TcpProxy(target);
		proxy.#server.listen(0, '127.0.0.1');
		await once(proxy.#server, 'listening');
		return proxy;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** Nothing gets through any more, and nobody is told: connections stay up, new ones are accepted. */
	cut(): void {
		this.#isCut = true;
		for (const socket of this.#sockets) socket.pause();
	}

	/** Lets everything through again; what waited arrives. */
	mend(): void {
		this.#isCut = false;
		for (const socket of this.#sockets) socket.resume();
	}

	/** Breaks all connections. */
	sever(): void {
		for (const socket of this.#sockets) socket.destroy();
	}

	async close(): Promise<void> {
		this.sever();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#join(near: Socket): void {
		const far = connect(this.#target, '127.0.0.1');
		for (const [from, to] of [
			[near, far],
			[far, near]
		] as const) {
			this.#sockets.add(from);
			from.on('data', (chunk) => to.write(chunk));
			from.on('error', () => undefined);
			from.on('close', () => {
				this.#sockets.delete(from);
				to.destroy();
			});
			if (this.#isCut) from.pause();
		}
	}
}
