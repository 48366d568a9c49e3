import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeKind, type CloseCode } from '../../../../protocol/close-codes.ts';
import { problem } from '../../../../protocol/errors.ts';
import type { Message } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import type { Connection, Ending, Fanout, RoomEvent } from '../../connection.ts';
import { MemberGroup } from '../../hub/group.ts';
import { connectionCheckMs, Progress } from '../../hub/outbound.ts';
import { outboundBudgetBytes } from '../../limits.ts';
import type { Identity } from '../../session/identity.ts';
import { linkSubject } from '../../tap/steps.ts';
import { sendProblem } from '../../wire/problem-response.ts';
import { encodeAnswer, encodeMessages } from './encoding.ts';

/**
 * How many bytes of answers are queued for each socket. If a client pipelines requests, their answers wait for
 * each other, and the socket itself counts only the first.
 */
const queuedBytes = new WeakMap<Socket, number>();

/** One poll: a connection that ends with its first answer. */
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
		linkSubject(this, res.req);
	}

	send(event: RoomEvent): void {
		if (event.type !== 'gap') return;
		const { type, ...gap } = event;
		this.answer(encodeAnswer([], gap.cursor, gap));
	}

	deliver(messages: readonly Message[]): void {
		this.answer(encodeMessages(messages));
	}

	/** Answers the poll, once. The connection leaves its room when the response closes. */
	answer(body: Buffer): void {
		if (this.#res.headersSent || !this.#reserve(body.length)) return;
		this.#res.writeHead(200, {
			'content-type': 'application/json',
			'content-length': body.length,
			'cache-control': 'no-store'
		});
		this.#res.end(body);
		this.#destroyIfStalled();
	}

	async drained(): Promise<void> {
		// There is only one answer, and it never comes in parts.
	}

	close(code: CloseCode, { reason = closeKind(code).reason, retryAfterMs }: Ending = {}): void {
		if (this.#res.headersSent) return;
		this.closedWith = code;
		const more = retryAfterMs === undefined ? {} : { retryAfterMs };
		sendProblem(this.#res, problem(reason ?? 'internal', more));
	}

	/** Counts bytes that are queued for the reader. Returns false and destroys the connection if there are too many. */
	#reserve(bytes: number): boolean {
		const { socket } = this.#res.req;
		const total = (queuedBytes.get(socket) ?? 0) + bytes;
		if (total > outboundBudgetBytes) {
			this.#destroy();
			return false;
		}
		queuedBytes.set(socket, total);
		this.#res.once('close', () => queuedBytes.set(socket, (queuedBytes.get(socket) ?? 0) - bytes));
		return true;
	}

	/** Destroys the connection if the client does not read the answer, or an earlier one. */
	#destroyIfStalled(): void {
		const { socket } = this.#res.req;
		const progress = new Progress();
		const timer = setInterval(() => {
			if (progress.isStalled(socket, performance.now())) this.#destroy();
		}, connectionCheckMs).unref();
		this.#res.once('close', () => clearInterval(timer));
	}

	#destroy(): void {
		this.closedWith = 4408;
		this.#res.req.socket.destroy();
	}
}

/** The polls that wait in one room: they all get the same answer, encoded once. */
class PollGroup extends MemberGroup<PollConnection> {
	override deliver(messages: readonly Message[]): void {
		if (this.members.size === 0) return;
		const body = encodeMessages(messages);
		for (const connection of this.members) connection.answer(body);
	}
}

const pollFanout: Fanout = { group: () => new PollGroup() };
