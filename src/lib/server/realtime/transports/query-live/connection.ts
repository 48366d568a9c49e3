import type { CloseCode } from '../../../../protocol/close-codes.ts';
import type { Message } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import type { Connection, Ending, Fanout, RoomEvent } from '../../connection.ts';
import { MemberGroup } from '../../hub/group.ts';
import type { Identity } from '../../session/identity.ts';
import { linkSubject } from '../../tap/steps.ts';
import { appendNewest } from './encoding.ts';

/** Why a connection ended: the server's code, or null if the reader has left. */
export interface QueryLiveEnd {
	code: CloseCode | null;
	ending: Ending;
}

/**
 * One live query of a room. It has a value, not a queue: the next read gives the newest messages, however many
 * came since the last read, so a stalled reader costs no more than any other.
 */
export class QueryLiveConnection implements Connection {
	readonly id = randomId(12);
	readonly transport = 'query-live';
	readonly fanout = queryLiveFanout;
	readonly identity: Identity;
	closedWith: CloseCode | undefined;
	end: QueryLiveEnd | null = null;
	#value: readonly Message[] = [];
	#hasChanged = false;
	#resolveChanged: () => void = () => undefined;

	/** @param request Node's request, which SvelteKit provides only in production */
	constructor(identity: Identity, request?: object) {
		this.identity = identity;
		linkSubject(this, request);
	}

	/** A gap empties the value, whose messages must be consecutive. */
	send({ type }: RoomEvent): void {
		if (type === 'gap') this.#value = [];
	}

	deliver(messages: readonly Message[]): void {
		this.#value = appendNewest(this.#value, messages);
		this.#hasChanged = true;
		this.#resolveChanged();
	}

	async drained(): Promise<void> {
		// There is never more than one value.
	}

	close(code: CloseCode, ending: Ending = {}): void {
		this.closedWith ??= code;
		this.#finish({ code, ending });
	}

	/** The reader has left. */
	leave(): void {
		this.#finish({ code: null, ending: {} });
	}

	/** The current value. */
	take(): readonly Message[] {
		this.#hasChanged = false;
		return this.#value;
	}

	/** Resolves when there is another value, or the connection has ended. */
	async changed(): Promise<void> {
		if (this.#hasChanged || this.end !== null) return;
		await new Promise<void>((resolve) => {
			this.#resolveChanged = resolve;
		});
	}

	#finish(end: QueryLiveEnd): void {
		this.end ??= end;
		this.#resolveChanged();
	}
}

const queryLiveFanout: Fanout = { group: () => new MemberGroup() };
