import { createHash } from 'node:crypto';

/** A Lua script. Redis runs it atomically. */
export interface Script {
	source: string;
	/** Its name in Redis's cache (EVALSHA). */
	sha: string;
}

export function script(source: string): Script {
	return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/** What runs scripts: the link to Redis. */
export interface ScriptRunner {
	/**
	 * The values of the script's reply as text, in order.
	 * @throws Refusal `broker_unavailable`
	 */
	run(script: Script, keys: readonly string[], args: readonly string[]): Promise<string[]>;
}

/**
 * The current time in a script: the given one, for tests, or else Redis's clock, the only one that all instances
 * share.
 */
export const luaClock = `
local function time(clock)
	if clock ~= '' then return tonumber(clock) end
	local t = redis.call('TIME')
	return t[1] * 1000 + math.floor(t[2] / 1000)
end
`;
