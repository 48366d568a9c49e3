import type { Problem } from '../../../../protocol/errors.ts';

/** A packet of Socket.IO that requests a namespace: its type, the namespace unless it is `/`, and `auth`. */
const connect = /^0(\/[^,]*)?,?(.*)$/s;

/**
 * Whether a packet requests a namespace with an `auth` that is not an object. Socket.IO cannot read it and closes
 * the connection without a reason, so that a client would send the same after each reconnection.
 */
export function hasUnreadableAuth(packet: string): boolean {
	const [, , auth] = connect.exec(packet) ?? [];
	return auth !== undefined && auth !== '' && !isObject(auth);
}

/** The answer that rejects a packet's request for a namespace; a client gets it as `connect_error`. */
export function connectError(packet: string, problem: Problem): string {
	const [, namespace] = connect.exec(packet) ?? [];
	return `4${namespace === undefined ? '' : `${namespace},`}${JSON.stringify({ message: problem.message, data: problem })}`;
}

function isObject(json: string): boolean {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	} catch {
		return false;
	}
}
