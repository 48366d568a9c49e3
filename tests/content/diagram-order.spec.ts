import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../support/listen.ts';

const page = 'content/ja/10-sveltekit/20-realtime/60-scaling.md';

/** The arrows of the adapter's diagram, from and to, in order. */
function drawn(): string[] {
	const [, diagram = ''] =
		/```mermaid title="Redisのアダプター[^\n]*\n([^]*?)\n```/.exec(readFileSync(page, 'utf8')) ??
		[];
	return [...diagram.matchAll(/^\s*(\w+?)-?->>(\w+):/gm)].map(([, from, to]) => `${from} ${to}`);
}

type Listener = (message: Buffer, channel: Buffer) => void;

/** A fake Redis for the adapter of one instance. It holds published messages until they are delivered. */
class HeldRedis {
	readonly #steps: string[];
	readonly #name: string;
	readonly published: [channel: string, message: Buffer][] = [];
	#listener: Listener = () => undefined;

	constructor(steps: string[], name: string) {
		this.#steps = steps;
		this.#name = name;
	}
	on(): void {}
	sSubscribe(): void {}
	subscribe(): void {}
	pSubscribe(_pattern: string, listener: Listener): void {
		this.#listener = listener;
	}
	/** Never resolves. */
	publish(channel: string, message: Buffer): Promise<never> {
		this.#steps.push(`${this.#name} redis`);
		this.published.push([channel, message]);
		return new Promise(() => undefined);
	}
	deliver(channel: string, message: Buffer): void {
		this.#steps.push(`redis ${this.#name}`);
		this.#listener(message, Buffer.from(channel));
	}
}

/** An instance with one client in the room; `received` resolves when the client gets a message. */
async function instance(redis: HeldRedis) {
	const http = createServer();
	const port = await listen(http);
	const server = new Server(http, { adapter: createAdapter(redis, redis) });
	server.on('connection', (socket) => {
		void socket.join('room');
		socket.on('message', () => server.to('room').emit('message'));
		socket.emit('ready');
	});
	const client = io(`http://127.0.0.1:${port}`, { forceNew: true, transports: ['websocket'] });
	onTestFinished(async () => {
		client.disconnect();
		await server.close();
	});
	await new Promise((resolve) => client.once('ready', () => resolve(null)));
	return {
		client,
		received: new Promise((resolve) => client.once('message', () => resolve(null)))
	};
}

test('I18: the adapter publishes and emits locally; the other instance emits what it has received', async () => {
	const steps: string[] = [];
	const [first, second] = [new HeldRedis(steps, 'one'), new HeldRedis(steps, 'two')];
	const [speaker, reader] = [await instance(first), await instance(second)];

	steps.push('speaker one');
	speaker.client.emit('message');
	// Redis has neither answered nor delivered anything.
	await speaker.received;
	steps.push('one speaker');
	for (const [channel, message] of first.published) second.deliver(channel, message);
	await reader.received;
	steps.push('two reader');

	expect(steps).toEqual(drawn());
});
