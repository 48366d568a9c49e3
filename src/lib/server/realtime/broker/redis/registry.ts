import { Refusal } from '../../refusal.ts';
import { tooManyRoomsFromAddress } from '../broker.ts';
import { registryKeys, roomKeys } from './keys.ts';
import { luaClock, script, type ScriptRunner } from './script.ts';
import { deleteIfUnused } from './scripts.ts';
import { roomIdleMs } from '../../limits.ts';

/*
 * MAX_ROOMS holds for all instances together, so rooms are counted in Redis, in two sorted sets by expiry:
 * `kept` has the rooms that are known to be in use, `looked` those that were only opened. At the limit, the
 * oldest room of `looked` is examined: if it has neither messages nor listeners, it is evicted;
 * otherwise it moves to `kept`. Without this, a client that opens ten thousand rooms, one after the other, would lock all
 * others out for ten minutes.
 *
 * For each address there is a set of the rooms that it has opened (MAX_ROOMS_PER_IP). When the set is full, its
 * rooms in `looked` are examined in the same way, and rooms that are no longer counted are removed from the set.
 *
 * The count is stored beside the rooms, not in them (in Redis Cluster they are on different nodes): it may
 * be off by as many as are opened in the same moment.
 */

/** The set of an address expires this long after it has opened its last room. */
const openedMs = 24 * 60 * 60_000;

/**
 * KEYS: kept, looked, the rooms of the opener (omitted: no budget). ARGV: clock, limit, room, force (1:
 * ignore the limits), limit per opener.
 */
const admit = script(`${luaClock}
local now = time(ARGV[1])
local ends = now + ${roomIdleMs}
local count = 0
for i = 1, 2 do
	local key = KEYS[i]
	redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
	if redis.call('ZSCORE', key, ARGV[3]) then return { 'in' } end
	count = count + redis.call('ZCARD', key)
end
local opened, is_forced = KEYS[3], ARGV[4] == '1'
if opened and not is_forced and redis.call('SCARD', opened) >= tonumber(ARGV[5]) then
	for _, room in ipairs(redis.call('SMEMBERS', opened)) do
		if redis.call('ZREM', KEYS[2], room) == 1 then
			redis.call('ZADD', KEYS[1], ends, room)
			return { 'examine', room }
		end
		if not redis.call('ZSCORE', KEYS[1], room) then redis.call('SREM', opened, room) end
	end
	if redis.call('SCARD', opened) >= tonumber(ARGV[5]) then return { 'too_many' } end
end
if count >= tonumber(ARGV[2]) and not is_forced then
	local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
	if not oldest then return { 'full' } end
	redis.call('ZADD', KEYS[1], ends, oldest)
	return { 'examine', oldest }
end
redis.call('ZADD', KEYS[2], ends, ARGV[3])
if opened then
	redis.call('SADD', opened, ARGV[3])
	redis.call('PEXPIRE', opened, ${openedMs})
end
return { 'in' }
`);

/** KEYS: to, from. ARGV: clock, then, alternately, a room and the time of its last use ('': now). */
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

/** How many rooms one call of `admit` examines at most, so that it ends. */
const maxExaminations = 100;
/** Rooms in one call, so that Redis is never busy for long. */
const roomsPerCall = 500;

export interface RegistryOptions {
	runner: ScriptRunner;
	prefix: string;
	database: number;
	maxRooms: number;
	/** Rooms that one address may have opened at a time; 0: no limit. */
	maxRoomsPerOpener: number;
	/** The time as text, or '' for Redis's own. */
	clock: () => string;
}

/** Counts the rooms of all instances. */
export class RoomRegistry {
	readonly #options: RegistryOptions;
	readonly #kept: string;
	readonly #looked: string;
	readonly #opened: (opener: string) => string;

	constructor(options: RegistryOptions) {
		this.#options = options;
		const { kept, looked, opened } = registryKeys(options.prefix);
		this.#kept = kept;
		this.#looked = looked;
		this.#opened = opened;
	}

	/**
	 * Counts a new room, for the address that opens it. `force` ignores the limits: for a room that has readers
	 * already and is created again after Redis was flushed.
	 * @throws Refusal `full`, `broker_unavailable`
	 */
	async admit(room: string, force: boolean, opener?: string): Promise<void> {
		const { runner, maxRooms, maxRoomsPerOpener, clock } = this.#options;
		const isBudgeted = opener !== undefined && maxRoomsPerOpener > 0;
		const keys = [this.#kept, this.#looked, ...(isBudgeted ? [this.#opened(opener)] : [])];
		const args = [String(maxRooms), room, force ? '1' : '0', String(maxRoomsPerOpener)];
		for (let i = 0; i < maxExaminations; i++) {
			const [verdict, candidate] = await runner.run(admit, keys, [clock(), ...args]);
			if (verdict === 'in') return;
			if (verdict === 'too_many') throw tooManyRoomsFromAddress();
			if (candidate === undefined) break;
			await this.#examine(candidate);
		}
		throw new Refusal('full', { retryAfterMs: 60_000 });
	}

	/** Stores when rooms were last used (ms since 1970; null: they are in use). */
	async keep(rooms: ReadonlyMap<string, number | null>): Promise<void> {
		const uses = [...rooms].map(([room, at]) => [room, at === null ? '' : String(at)]);
		for (let i = 0; i < uses.length; i += roomsPerCall) {
			await this.#move(this.#kept, this.#looked, uses.slice(i, i + roomsPerCall).flat());
		}
	}

	/** Marks a room without messages as empty: it may be evicted. */
	async release(room: string): Promise<void> {
		await this.#move(this.#looked, this.#kept, [room, '']);
	}

	async #examine(room: string): Promise<void> {
		const { runner, prefix, database } = this.#options;
		const { meta, log, channel } = roomKeys(prefix, database, room);
		const [isGone] = await runner.run(deleteIfUnused, [meta, log], [channel]);
		if (isGone === 'yes') await runner.run(forget, [this.#kept], [room]);
	}

	async #move(to: string, from: string, uses: readonly string[]): Promise<void> {
		const { runner, clock } = this.#options;
		await runner.run(move, [to, from], [clock(), ...uses]);
	}
}
