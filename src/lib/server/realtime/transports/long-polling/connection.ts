import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeKind, type CloseCode } from '../../../../protocol/close-codes.ts';
import { problem } from '../../../../protocol/errors.ts';
import type { Gap, Message } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import type { Connection, Ending, Fanout, Group, RoomEvent } from '../../connection.ts';
import type { Identity } from '../../session/identity.ts';
import { outboundBudgetBytes, Progress } from '../../hub/outbound.ts';
import { sendProblem } from '../../wire/problem-response.ts';

/** At most so many messages in one answer, and so many bytes of them; the others come with the next. */
export const answerLength = 100;
const answerBytes = outboundBudgetBytes / 2;
/** How often an answer on its way is looked after. */
const beatMs = 1000;

/**
 * How many bytes of answers each socket has not taken. A client may ask ahead: then answers wait for each
 * other, and no socket knows of those that are not yet its turn.
 */
const untaken = new WeakMap<Socket, number>();

/** One poll: a connection that ends with the first thing it is told. */
export class PollConnection implements Connection {
	readonly id = randomId(12);
	readonly transport = 'long-polling';
	readonly isTransient = true;
	readonly fanout = pollFanout;
	readonly identity: Identity;
	closedWith: CloseCode | undefined;
	readonly #res: ServerResponse;

	constructor(res: ServerResponse, identity: Identity) {
		this.#res = res;
		this.identity = identity;
	}

	send(event: RoomEvent): void {
		if (event.type !== 'gap') return;
		const { type, ...gap } = event;
		this.answer(encodeAnswer([], gap.cursor, gap));
	}

	deliver(messages: readonly Message[]): void {
		this.answer(encodeMessages(messages));
	}

	/** Answers the poll, once: whoever waits leaves its room when the response is closed. */
	answer(body: Buffer): void {
		if (this.#res.headersSent || !this.#fits(body)) return;
		this.#res.writeHead(200, {
			'content-type': 'application/json',
			'content-length': body.length,
			'cache-control': 'no-store'
		});
		this.#res.end(body);
		this.#watch();
	}

	/** Whether the reader may leave this much more unread. One that leaves too much is cut. */
	#fits({ length }: Buffer): boolean {
		const { socket } = this.#res.req;
		const bytes = (untaken.get(socket) ?? 0) + length;
		if (bytes > outboundBudgetBytes) {
			this.#cut();
			return false;
		}
		untaken.set(socket, bytes);
		this.#res.once('close', () => untaken.set(socket, (untaken.get(socket) ?? 0) - length));
		return true;
	}

	#cut(): void {
		this.closedWith = 4408;
		this.#res.req.socket.destroy();
	}

	/** Ends the connection below if nobody reads the answer, or one that it waits behind. */
	#watch(): void {
		const { socket } = this.#res.req;
		const progress = new Progress();
		const timer = setInterval(() => {
			if (progress.isStalled(socket, performance.now())) this.#cut();
		}, beatMs).unref();
		this.#res.once('close', () => clearInterval(timer));
	}

	async drained(): Promise<void> {
		// There is one answer only, and it never comes in parts.
	}

	close(code: CloseCode, { reason = closeKind(code).reason, retryAfterMs }: Ending = {}): void {
		if (this.#res.headersSent) return;
		this.closedWith = code;
		sendProblem(
			this.#res,
			problem(reason ?? 'internal', retryAfterMs === undefined ? {} : { retryAfterMs })
		);
	}
}

/** The body of an answer. `cursor` is what the next poll goes on from. */
export function encodeAnswer(messages: readonly Message[], cursor: string, gap?: Gap): Buffer {
	return Buffer.from(JSON.stringify({ messages, cursor, gap }));
}

/** As many of `messages` as go into one answer: at least one, and the place behind the last of them. */
export function encodeMessages(messages: readonly Message[], gap?: Gap): Buffer {
	const first: Message[] = [];
	let bytes = 0;
	for (const message of messages.slice(0, answerLength)) {
		bytes += Buffer.byteLength(JSON.stringify(message));
		if (first.length > 0 && bytes > answerBytes) break;
		first.push(message);
	}
	return encodeAnswer(first, first.at(-1)?.id ?? '', gap);
}

/** Those who wait in one room: they all get the same answer, made once. */
class PollGroup implements Group {
	readonly #members = new Set<PollConnection>();

	add(connection: PollConnection): void {
		this.#members.add(connection);
	}

	delete(connection: PollConnection): void {
		this.#members.delete(connection);
	}

	send(event: RoomEvent): void {
		for (const connection of this.#members) connection.send(event);
	}

	deliver(messages: readonly Message[]): void {
		if (this.#members.size === 0) return;
		const body = encodeMessages(messages);
		for (const connection of this.#members) connection.answer(body);
	}
}

const pollFanout: Fanout = { group: () => new PollGroup() };
