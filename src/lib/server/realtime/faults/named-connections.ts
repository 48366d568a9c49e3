import type { Duplex } from 'node:stream';
import { connectionNamePattern } from '../../../protocol/connection-fault.ts';
import { closedReportMs, maxNamedConnections, maxNamedConnectionsPerAddress } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { NamedConnection, type ClosedWith } from './named-connection.ts';

/** The connection that gets a name. */
export interface NamedOptions {
	socket: Duplex;
	/** The client's IP address. */
	address: string;
	closedWith?: ClosedWith;
}

/** The connections that readers have named, so that demonstrations can cause faults on them. */
export class NamedConnections {
	readonly #byName = new Map<string, NamedConnection>();

	/**
	 * Adds a connection. The caller calls the returned function when the connection has closed. It removes the
	 * connection, but only after `closedReportMs` if there is a fault on it: its reader may still request the report. A name that is malformed, in use
	 * by another address or over the limits is ignored: the connection works, but its reader cannot cause faults. Of two connections of
	 * one address the newer one gets the name: SvelteKit repeats the argument of a query, and with it the name, when
	 * it reconnects, possibly before the end of the older connection is noticed.
	 */
	add(name: string | null, { socket, address, closedWith = () => undefined }: NamedOptions) {
		if (!this.#isFree(name, address)) return () => undefined;
		this.#byName.get(name)?.replace();
		const connection = new NamedConnection(socket, address, closedWith);
		this.#byName.set(name, connection);
		const remove = () => {
			if (this.#byName.get(name) === connection) this.#byName.delete(name);
		};
		return () => {
			connection.end();
			if (connection.hadFault) setTimeout(remove, closedReportMs).unref();
			else remove();
		};
	}

	/** @throws Refusal `not_found` */
	find(name: string): NamedConnection {
		const connection = this.#byName.get(name);
		if (connection !== undefined) return connection;
		throw new Refusal('not_found', { message: 'No connection has this name.' });
	}

	#isFree(name: string | null, address: string): name is string {
		if (name === null || !connectionNamePattern.test(name)) return false;
		const older = this.#byName.get(name);
		if (older !== undefined) return older.address === address;
		if (this.#byName.size >= maxNamedConnections) return false;
		const ofAddress = [...this.#byName.values()].filter((other) => other.address === address);
		return ofAddress.length < maxNamedConnectionsPerAddress;
	}
}
