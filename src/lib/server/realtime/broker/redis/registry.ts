import { Refusal } from '../../refusal.ts';
import { roomIdleMs } from '../broker.ts';
import { registryKeys, roomKeys } from './keys.ts';
import { luaClock, script, type ScriptRunner } from './script.ts';
import { endSilent } from './scripts.ts';

/*
 * MAX_ROOMS holds for all instances together, so rooms are counted in Redis, in two sorted sets by the
 * time at which each will end: `kept` has those that are known to be in use, `looked` those of which
 * only somebody opened them. When it gets tight, the oldest of `looked` is examined: if nothing was ever
 * said there and nobody listens, it makes room; if not, it moves to `kept`. Without this, somebody who
 * looks into ten thousand rooms, one after the other, would lock everyone else out for ten minutes.
 *
 * The count lies beside the rooms, not in them (in Redis Cluster they are on different nodes): it may
 * be off by as many as are opened in the same moment.
 */

/** KEYS: kept, looked. ARGV: clock, limit, room, force (1: beyond the limit, too). */
const admit = script(`${luaClock}
local now = time(ARGV[1])
local ends = now + ${roomIdleMs}
local count = 0
for _, key in ipairs(KEYS) do
	redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
	if redis.call('ZSCORE', key, ARGV[3]) then return { 'in' } end
	count = count + redis.call('ZCARD', key)
end
if count >= tonumber(ARGV[2]) and ARGV[4] ~= '1' then
	local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
	if not oldest then return { 'full' } end
	redis.call('ZADD', KEYS[1], ends, oldest)
	return { 'examine', oldest }
end
redis.call('ZADD', KEYS[2], ends, ARGV[3])
return { 'in' }
`);

/** KEYS: to, from. ARGV: clock, then a room and the time of its last use ('': now) by turns. */
const move = script(`${luaClock}
local now = time(ARGV[1])
for i = 2, #ARGV, 2 do
	redis.call('ZREM', KEYS[2], ARGV[i])
	-- GT: another instance may have used it later.
	redis.call('ZADD', KEYS[1], 'GT', (tonumber(ARGV[i + 1]) or now) + ${roomIdleMs}, ARGV[i])
end
return {}
`);

/** KEYS: kept. ARGV: room. */
const forget = script(`redis.call('ZREM', KEYS[1], ARGV[1]) return {}`);

/** One admission examines at most this many rooms: it must not take for ever. */
const examinations = 100;
/** Rooms in one call, so that Redis is never busy for long. */
const batch = 500;

export interface RegistryOptions {
	runner: ScriptRunner;
	prefix: string;
	database: number;
	maxRooms: number;
	/** The time as text, or '' for Redis's own. */
	clock: () => string;
}

/** Counts the rooms of all instances. */
export class RoomRegistry {
	readonly #options: RegistryOptions;
	readonly #kept: string;
	readonly #looked: string;

	constructor(options: RegistryOptions) {
		this.#options = options;
		const { kept, looked } = registryKeys(options.prefix);
		this.#kept = kept;
		this.#looked = looked;
	}

	/**
	 * Counts a room that is about to begin. `force` is for a room in which there are readers already, and
	 * which begins again after Redis was flushed: they are not thrown out.
	 * @throws Refusal `full`, `broker_unavailable`
	 */
	async admit(room: string, force: boolean): Promise<void> {
		const { runner, maxRooms, clock } = this.#options;
		for (let i = 0; i < examinations; i++) {
			const [verdict, oldest] = await runner.run(
				admit,
				[this.#kept, this.#looked],
				[clock(), String(maxRooms), room, force ? '1' : '0']
			);
			if (verdict === 'in') return;
			if (oldest === undefined) break;
			await this.#examine(oldest);
		}
		throw new Refusal('full', { retryAfterMs: 60_000 });
	}

	/** Says when rooms were used last (ms since the epoch; null: they still are). */
	async keep(rooms: ReadonlyMap<string, number | null>): Promise<void> {
		const uses = [...rooms].map(([room, at]) => [room, at === null ? '' : String(at)]);
		for (let i = 0; i < uses.length; i += batch) {
			await this.#move(this.#kept, this.#looked, uses.slice(i, i + batch).flat());
		}
	}

	/** Says that everybody has left a room in which nothing was said. */
	async release(room: string): Promise<void> {
		await this.#move(this.#looked, this.#kept, [room, '']);
	}

	async #examine(room: string): Promise<void> {
		const { runner, prefix, database } = this.#options;
		const { meta, log, channel } = roomKeys(prefix, database, room);
		const [isGone] = await runner.run(endSilent, [meta, log], [channel]);
		if (isGone === 'yes') await runner.run(forget, [this.#kept], [room]);
	}

	async #move(to: string, from: string, uses: readonly string[]): Promise<void> {
		const { runner, clock } = this.#options;
		await runner.run(move, [to, from], [clock(), ...uses]);
	}
}
