import { luaClock, script } from './script.ts';
import { dedupeMs, historyLength, historyMs, roomIdleMs } from '../../limits.ts';

/*
 * A room in Redis.
 *
 * meta   `epoch` and `seq` are the room's position, `tip` is the mark of its newest message. `origin` is
 *        the epoch in which the stream began: answers kept for repeats are valid while it is the same.
 *        `run` is the run of Redis in which the epoch began, or empty, see below.
 *        `bytes` is the size of all messages ever, where the history is limited by size.
 * log    one entry per message, `<seq>-0`: `n` mark, `t` time, `b` body (entry.ts), and, where there are
 *        `bytes`, `z`: their value before the message.
 *
 * A *mark* is unique: it belongs to one message of one history. Redis that was restored from an older snapshot
 * continues counting where the snapshot ended, and would give new messages numbers that readers have already seen
 * with other messages. Every call therefore contains what its instance knows (epoch, seq, mark). If that contradicts
 * the room's history in the same epoch, a new epoch begins in the same atomic step as the call itself, so that no
 * epoch assigns a number twice and no two instances begin an epoch for the same loss.
 *
 * The instance that knows a lost message may call later than others, or never. Redis without an append-only file
 * loses what is newer than its snapshot when it crashes, so every room begins a new epoch in its first call to a new
 * run of Redis. Calls contain the run, or nothing if there is an append-only file: every acknowledged message is
 * then still there, except after a crash of the machine (`appendfsync everysec`).
 *
 * A new epoch changes nothing else. Messages that Redis still holds keep their numbers: they are delivered to
 * everybody once more, and no acknowledged message is dropped.
 *
 * Needs Redis 6.2 (XTRIM MINID; ZADD GT in registry.ts and presence-script.ts).
 */

/**
 * The beginning of `append` and `read`. KEYS: meta, log. ARGV 1 to 8: channel, the name of a new epoch if one begins,
 * clock, whether a missing room may be created (1 or 0), what the instance knows (epoch, seq, mark), run of Redis or ''.
 */
const enter = `${luaClock}
local meta, log = KEYS[1], KEYS[2]
local channel, fresh, now, may_create = ARGV[1], ARGV[2], time(ARGV[3]), ARGV[4] == '1'
local known_epoch, known_seq, known_mark = ARGV[5], tonumber(ARGV[6]), ARGV[7]
local run = ARGV[8]

local state = redis.call('HMGET', meta, 'epoch', 'seq', 'tip', 'origin', 'run')
local epoch, seq, tip, origin = state[1], tonumber(state[2] or 0), state[3], state[4]
local may_have_lost = run ~= '' and run ~= state[5]

-- 'same': the message that the instance knows is in this history; 'other': it is not; 'unproven': it is too old
local function compare()
	if known_seq > seq then return 'other' end
	if known_seq == 0 then return 'same' end
	local mark = tip
	if known_seq < seq then
		local entry = redis.call('XRANGE', log, known_seq .. '-0', known_seq .. '-0')[1]
		if not entry then return 'unproven' end
		mark = entry[2][2]
	end
	return mark == known_mark and 'same' or 'other'
end

if not epoch and not may_create then return { 'missing' } end
local proof = 'same'
if epoch and epoch == known_epoch then proof = compare() end
if not epoch then
	redis.call('DEL', log)
	origin, seq, tip = fresh, 0, ''
end
if not epoch or may_have_lost or proof == 'other' then
	epoch, proof = fresh, 'same'
	redis.call('HSET', meta, 'origin', origin, 'epoch', epoch, 'seq', seq, 'tip', tip, 'run', run)
	redis.call('PEXPIRE', meta, ${roomIdleMs})
	redis.call('PUBLISH', channel, 'anew')
end
`;

/** Defines `forget`, which drops the oldest entries and returns the oldest one that is left. */
const forget = `
local function number(entry) return tonumber(string.match(entry[1], '^%d+')) end
local function oldest() return redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1] end

local function forget(is_gone)
	local first = oldest()
	if not first or not is_gone(first) then return first end
	-- Entries are numbered without holes, so a binary search finds the oldest one to keep.
	local dropped, kept = number(first), seq + 1
	while kept - dropped > 1 do
		local middle = math.floor((dropped + kept) / 2)
		local entry = redis.call('XRANGE', log, middle .. '-0', '+', 'COUNT', 1)[1]
		if entry and is_gone(entry) then dropped = middle else kept = middle end
	end
	redis.call('XTRIM', log, 'MINID', kept .. '-0')
	return oldest()
end
`;

/**
 * Stores and publishes a message. KEYS 3: the answer's key, if there is a clientId. ARGV from 9 on: mark, body,
 * digest of the text, end of the answer (via and user); where the history is limited by size, the size of the message
 * and the limit.
 *
 * Old messages are not trimmed by age here, because this script runs for every message of all instances: the
 * length is limited anyway, and every read trims by age.
 */
// #region append
export const append = script(`${enter}${forget}
local mark, body, digest, via_user = ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local weight, limit = tonumber(ARGV[13]), tonumber(ARGV[14])

-- clientId があり、記録済みなら、最初と同じ応答を返す
if KEYS[3] then
	local answer = redis.call('GET', KEYS[3])
	local source, text, number, rest = string.match(answer or '', '^(%S+) (%S+) (%S+) (.*)$')
	if source == origin and tonumber(number) <= seq then
		if text ~= digest then return { 'conflict' } end
		return { 'repeated', epoch, number, proof, rest }
	end
end

-- 採番し、履歴と応答を保存して、全インスタンスへ通知する。スクリプト全体がアトミックな処理
seq = seq + 1
local entry = { 'n', mark, 't', now, 'b', body }
if limit then
	-- 履歴のサイズに上限があれば、超える分だけ古いものから削除する
	local total = redis.call('HINCRBY', meta, 'bytes', weight)
	forget(function(old) return total - tonumber(old[2][8] or 0) > limit end)
	entry[7], entry[8] = 'z', total - weight
end
redis.call('XADD', log, 'MAXLEN', ${historyLength}, seq .. '-0', unpack(entry))
redis.call('HSET', meta, 'seq', seq, 'tip', mark)
redis.call('PEXPIRE', meta, ${roomIdleMs})
redis.call('PEXPIRE', log, ${roomIdleMs})
if KEYS[3] then
	local answer = table.concat({ origin, digest, seq, now, via_user }, ' ')
	redis.call('SET', KEYS[3], answer, 'PX', ${dedupeMs})
end
redis.call('PUBLISH', channel, table.concat({ epoch, seq, mark, now, body }, ' '))
return { 'stored', epoch, tostring(seq), proof, tostring(now) }
`);
// #endregion append

/**
 * Reads the messages after a position. ARGV from 9 on: its epoch and seq (seq -1: nothing is read), limit, `hold` (1: extends
 * the room's lifetime).
 */
export const read = script(`${enter}${forget}
local after_epoch, after_seq, limit, hold = ARGV[9], tonumber(ARGV[10]), ARGV[11], ARGV[12] == '1'

local first = forget(function(entry) return tonumber(entry[2][4]) <= now - ${historyMs} end)
if hold then
	redis.call('PEXPIRE', meta, ${roomIdleMs})
	redis.call('PEXPIRE', log, ${roomIdleMs})
end

local held = first and number(first) - 1 or seq
local start = seq
if after_seq >= 0 then
	local is_known = after_epoch == epoch and after_seq <= seq
	start = is_known and math.max(after_seq, held) or held
end
local reply = { 'page', epoch, tostring(seq), proof, tip, tostring(start) }
if start < seq and limit ~= '0' then
	for _, entry in ipairs(redis.call('XRANGE', log, (start + 1) .. '-0', '+', 'COUNT', limit)) do
		for i = 2, 6, 2 do reply[#reply + 1] = entry[2][i] end
	end
end
return reply
`);

/** Deletes a room in which nothing was ever published and to which nobody listens. Returns whether it is gone. */
export const deleteIfUnused = script(`
local seq = redis.call('HGET', KEYS[1], 'seq')
if seq and seq ~= '0' then return { 'no' } end
if redis.call('PUBSUB', 'NUMSUB', ARGV[1])[2] > 0 then return { 'no' } end
redis.call('DEL', KEYS[1], KEYS[2])
return { 'yes' }
`);
