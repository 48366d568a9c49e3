import * as v from 'valibot';
import { formatCursor, type Cursor } from '../../../../protocol/cursor.ts';
import { MessageSchema, type Gap, type Message } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import { Refusal } from '../../refusal.ts';
import { bytesOf, digestOf, gapOf, type Draft } from '../broker.ts';
import { decodeEntry, encodeBody, type Entry } from './entry.ts';
import type { RoomKeys } from './keys.ts';
import { Knowledge, type Known } from './knowledge.ts';
import type { RedisLink } from './link.ts';
import type { RoomRegistry } from './registry.ts';
import type { Script, ScriptRunner } from './script.ts';
import { append, read } from './scripts.ts';

export interface RedisRoomsOptions {
	runner: ScriptRunner & Pick<RedisLink, 'firstAttempt' | 'serverRun' | 'losingRun'>;
	registry: RoomRegistry;
	keysOf: (room: string) => RoomKeys;
	maxRooms: number;
	/** The time as text, or '' for Redis's own. */
	clock: () => string;
}

/** The broker's `Page` with entries instead of messages, and with the lineage that a feed needs. */
export interface RoomPage {
	last: Cursor;
	gap: Gap | null;
	entries: readonly Entry[];
	end: Cursor;
	/** See `Known.lineage`. */
	lineage: number;
}

export interface ReadOptions {
	/** Extends the room's lifetime to ten minutes from now. */
	hold?: boolean;
	/** The room has readers: if Redis has lost it, it is created again, even beyond the limits. */
	force?: boolean;
	/** As in `Broker`. */
	opener?: string | undefined;
}

/** The number of values before the entries in a reply to `read`, and in each entry. */
const pageHeadLength = 6;
const entryLength = 3;
const unknownRoom: Known = { epoch: '', seq: 0, mark: '', run: '', lineage: 0 };

/** The streams of all rooms in Redis, without their listeners. */
export class RedisRooms {
	readonly #options: RedisRoomsOptions;
	readonly #knowledge: Knowledge;
	readonly #markPrefix = randomId(10);
	#marks = 0;

	constructor(options: RedisRoomsOptions) {
		this.#options = options;
		this.#knowledge = new Knowledge(options.maxRooms);
	}

	/**
	 * Stores a message and sends it to every instance; a repeat returns the first one again.
	 * @throws Refusal `client_id_conflict`, `full`, `broker_unavailable`
	 */
	async append(draft: Draft): Promise<Message> {
		const { room, clientId, user, text, via, historyBytes, opener } = draft;
		const mark = `${this.#markPrefix}${(++this.#marks).toString(36)}`;
		const reply = await this.#call(append, room, {
			keys: clientId === undefined ? [] : [this.#options.keysOf(room).answer(clientId)],
			args: [
				...[mark, encodeBody(draft), digestOf(text), `${via} ${user}`],
				...(historyBytes === undefined ? [] : [String(bytesOf(draft)), String(historyBytes)])
			],
			opener
		});
		const [outcome, epoch = '', digits, proof, rest = ''] = reply;
		if (outcome === 'conflict') throw new Refusal('client_id_conflict', { field: 'clientId' });
		const at = { epoch, seq: Number(digits) };
		const message = { id: formatCursor(at), seq: at.seq, room, user, text };
		if (outcome === 'stored') {
			this.#update(room, at, mark, proof === 'same');
			return { ...message, timestamp: Number(rest), via };
		}
		const [, timestamp, firstVia, firstUser] = /^(\d+) (\S+) (.*)$/s.exec(rest) ?? [];
		const first = { timestamp: Number(timestamp), via: firstVia, user: firstUser };
		return v.parse(MessageSchema, { ...message, ...first });
	}

	/** As `Broker.read`. */
	async read(
		room: string,
		after: Cursor | null,
		limit: number,
		{ hold = false, force = false, opener }: ReadOptions = {}
	): Promise<RoomPage> {
		const { epoch: afterEpoch, seq: afterSeq } = after ?? { epoch: '', seq: -1 };
		const reply = await this.#call(read, room, {
			keys: [],
			args: [afterEpoch, String(afterSeq), String(limit), hold ? '1' : '0'],
			force,
			opener
		});
		const [, epoch = '', seq, proof, tip = '', startSeq] = reply;
		const last = { epoch, seq: Number(seq) };
		const start = Number(startSeq);
		const { lineage } = this.#update(room, last, tip, proof === 'same');
		const entries: Entry[] = [];
		for (let i = pageHeadLength; i < reply.length; i += entryLength) {
			const [mark = '', time = '', body = ''] = reply.slice(i, i + entryLength);
			const number = String(start + 1 + entries.length);
			entries.push(decodeEntry(room, [epoch, number, mark, time, body]));
		}
		const end = { epoch, seq: start + entries.length };
		return { last, gap: gapOf(room, after, last, start), entries, end, lineage };
	}

	/** Records that a message has come over the channel. */
	observe(room: string, { at, mark }: Entry): void {
		this.#update(room, at, mark, true);
	}

	#update(room: string, at: Cursor, mark: string, isProven: boolean): Known {
		const run = this.#options.runner.serverRun;
		return this.#knowledge.update(room, { ...at, mark, run, isProven });
	}

	/** Runs a script of a room with the arguments that all of them take: see `enter` in scripts.ts. */
	async #call(script: Script, room: string, call: RoomCall): Promise<string[]> {
		const { keysOf, runner, registry, clock } = this.#options;
		const { meta, log, channel } = keysOf(room);
		const run = (mayCreate: '0' | '1') => {
			const { epoch, seq, mark } = this.#knowledge.of(room) ?? unknownRoom;
			const known = [epoch, String(seq), mark, runner.losingRun];
			return runner.run(
				script,
				[meta, log, ...call.keys],
				[channel, randomId(12), clock(), mayCreate, ...known, ...call.args]
			);
		};
		// The run of Redis is known only after the first attempt to connect.
		await runner.firstAttempt;
		const reply = await run('0');
		if (reply[0] !== 'missing') return reply;
		await registry.admit(room, call.force ?? false, call.opener);
		return run('1');
	}
}

interface RoomCall {
	keys: readonly string[];
	args: readonly string[];
	/** As in `ReadOptions`. */
	force?: boolean;
	opener: string | undefined;
}
