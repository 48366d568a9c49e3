import { luaClock, script } from './script.ts';
import { maxPresenceNames } from '../../limits.ts';

/** A killed instance disappears from every room after this long. Contract: within 30 s. */
const leaseMs = 20_000;
/** Keys that were not renewed for this long expire. Longer than any lease. */
const forgetMs = 120_000;

/*
 * Who is in a room.
 *
 * instances  sorted set: when the lease of each instance ends
 * members    hash: a field `<session> <instance>` for each session on an instance, with an empty value
 * polls      sorted set: when each poller stops counting
 * people     hash: by session, its number of entries in `members` and `polls`, and the name
 * since      sorted set: when each session entered. Its length is the count, its first entries are listed
 *
 * One lease for all sessions of an instance in a room makes a renewal one small call, however many there are.
 * Every call first removes what has expired.
 *
 * All operations are one script: a script that Redis no longer has is sent once more, and with two scripts a
 * `leave` could overtake its `enter`.
 *
 * KEYS: the five. ARGV: channel, clock, operation, instance, and then
 *   enter, replace   session and name alternately; `replace` first removes all sessions of the instance,
 *                    and may have no session
 *   leave            session
 *   poll             session, name, ms
 *   renew, list, look no further values; `look` only removes what has expired
 * Reply: whether the instance had a lease before; ms until the next lease of another instance ends or the next poller
 * stops counting ('' if there is neither); count; names (only for `list`).
 */
export const presence = script(`${luaClock}
local instances, members, polls, people, since = unpack(KEYS)
local channel, now, operation, instance = ARGV[1], time(ARGV[2]), ARGV[3], ARGV[4]
local has_changed = false

local function person(session)
	local held, name = string.match(redis.call('HGET', people, session) or '', '^(%d+) (.*)$')
	return tonumber(held or 0), name
end

local function add(session, name)
	local held, known = person(session)
	redis.call('HSET', people, session, held + 1 .. ' ' .. name)
	if held == 0 then redis.call('ZADD', since, now, session) end
	has_changed = has_changed or held == 0 or known ~= name
end

local function remove(session)
	local held, name = person(session)
	if held > 1 then
		redis.call('HSET', people, session, held - 1 .. ' ' .. name)
		return
	end
	redis.call('HDEL', people, session)
	redis.call('ZREM', since, session)
	has_changed = true
end

local function remove_all_of(gone)
	for _, member in ipairs(redis.call('HKEYS', members)) do
		local session, holder = string.match(member, '^(%S+) (%S+)$')
		if gone[holder] then
			redis.call('HDEL', members, member)
			remove(session)
		end
	end
end

local ended = redis.call('ZRANGEBYSCORE', instances, '-inf', now)
if #ended > 0 then
	local gone = {}
	for _, other in ipairs(ended) do gone[other] = true end
	redis.call('ZREMRANGEBYSCORE', instances, '-inf', now)
	remove_all_of(gone)
end
for _, session in ipairs(redis.call('ZRANGEBYSCORE', polls, '-inf', now)) do
	redis.call('ZREM', polls, session)
	remove(session)
end

local had_lease = redis.call('ZSCORE', instances, instance)
if operation == 'replace' then remove_all_of({ [instance] = true }) end
if operation == 'enter' or operation == 'replace' then
	for i = 5, #ARGV, 2 do
		local member = ARGV[i] .. ' ' .. instance
		if redis.call('HSETNX', members, member, '') == 1 then add(ARGV[i], ARGV[i + 1]) end
	end
elseif operation == 'leave' then
	if redis.call('HDEL', members, ARGV[5] .. ' ' .. instance) == 1 then remove(ARGV[5]) end
elseif operation == 'poll' then
	local is_new = not redis.call('ZSCORE', polls, ARGV[5])
	redis.call('ZADD', polls, 'GT', now + ARGV[7], ARGV[5])
	if is_new then add(ARGV[5], ARGV[6]) end
end
if operation == 'enter' or operation == 'replace' or operation == 'renew' then
	redis.call('ZADD', instances, now + ${leaseMs}, instance)
end

if operation ~= 'list' and operation ~= 'look' then
	for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ${forgetMs}) end
end
if has_changed then redis.call('PUBLISH', channel, 'changed') end

local next = ''
local function consider(ends)
	if ends and (next == '' or ends - now < next) then next = ends - now end
end
consider(tonumber(redis.call('ZRANGE', polls, 0, 0, 'WITHSCORES')[2]))
local leases = redis.call('ZRANGE', instances, 0, 1, 'WITHSCORES')
for i = 1, #leases, 2 do
	if leases[i] ~= instance then consider(tonumber(leases[i + 1])) end
end

local reply = { had_lease and 'yes' or 'no', tostring(next), tostring(redis.call('ZCARD', since)) }
if operation == 'list' then
	for _, session in ipairs(redis.call('ZRANGE', since, 0, ${maxPresenceNames - 1})) do
		local _, name = person(session)
		reply[#reply + 1] = name or ''
	end
end
return reply
`);
