import type { Message } from '../../../protocol/message.ts';
import type { Connection, Group, RoomEvent } from '../connection.ts';

/** The live readers of one room on one transport. Each connection encodes its events itself. */
export class MemberGroup<Member extends Connection> implements Group {
	protected readonly members = new Set<Member>();

	add(connection: Member): void {
		this.members.add(connection);
	}

	delete(connection: Member): void {
		this.members.delete(connection);
	}

	send(event: RoomEvent): void {
		for (const connection of this.members) connection.send(event);
	}

	deliver(messages: readonly Message[]): void {
		for (const connection of this.members) connection.deliver(messages);
	}
}

interface Encoding<Bytes> {
	encodeEvent(event: RoomEvent): Bytes;
	encodeMessages(messages: readonly Message[]): Bytes;
}

/** Readers that receive the same bytes: an event or a delivery is encoded once for all of them. */
export class EncodedGroup<Bytes> extends MemberGroup<Connection & { write(bytes: Bytes): void }> {
	readonly #encoding: Encoding<Bytes>;

	constructor(encoding: Encoding<Bytes>) {
		super();
		this.#encoding = encoding;
	}

	override send(event: RoomEvent): void {
		this.#write(this.#encoding.encodeEvent(event));
	}

	override deliver(messages: readonly Message[]): void {
		this.#write(this.#encoding.encodeMessages(messages));
	}

	#write(bytes: Bytes): void {
		for (const connection of this.members) connection.write(bytes);
	}
}
