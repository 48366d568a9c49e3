import { createHash } from 'node:crypto';

/** A Lua script, which Redis runs to its end before it looks at anything else. */
export interface Script {
	source: string;
	/** The name under which Redis remembers it (EVALSHA). */
	sha: string;
}

export function script(source: string): Script {
	return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/** What runs scripts: the link to Redis. */
export interface ScriptRunner {
	/**
	 * The script's answer: its values as text, in order.
	 * @throws Refusal `broker_unavailable`
	 */
	run(script: Script, keys: readonly string[], args: readonly string[]): Promise<string[]>;
}

/**
 * The time for a script: its own clock unless one is handed in. Redis's clock is the only one that all
 * instances share; tests bring their own.
 */
export const luaClock = `
local function time(clock)
	if clock ~= '' then return tonumber(clock) end
	local t = redis.call('TIME')
	return t[1] * 1000 + math.floor(t[2] / 1000)
end
`;
