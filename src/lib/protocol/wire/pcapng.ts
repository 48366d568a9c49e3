import type { TracedConnection, Write } from './connections.ts';
import { createPeer, segment, type Peer } from './tcp-segment.ts';

/** No segment carries more, as on an Ethernet with an MTU of 1500 bytes. */
const maxSegmentBytes = 1460;

const note = 'Recorded at the server. Ethernet, IP and TCP headers are synthetic.';

interface Packet {
	/** ms since 1970. */
	at: number;
	bytes: Uint8Array;
}

/**
 * A trace as a pcapng file (draft-ietf-opsawg-pcapng), which Wireshark opens. The recorded bytes are in TCP segments
 * with synthetic headers: one conversation for each connection, to port 80.
 *
 * @param startedAt when the trace began, in ms since 1970
 */
export function toPcapng(
	connections: readonly TracedConnection[],
	startedAt: number
): Uint8Array<ArrayBuffer> {
	const packets = connections.flatMap((connection) => packetsOf(connection, startedAt));
	// The sort is stable, so packets of a connection that have the same time keep their order.
	packets.sort((a, b) => a.at - b.at);
	return concat([sectionHeader(), interfaceDescription(), ...packets.map(enhancedPacket)]);
}

const flags = { fin: 0x01, syn: 0x02, push: 0x08, ack: 0x10 };

function packetsOf(connection: TracedConnection, startedAt: number): Packet[] {
	const client = createPeer('client', connection.number);
	const server = createPeer('server', connection.number);
	const packets: Packet[] = [];
	const send = (from: Peer, t: number, flag: number, data = new Uint8Array()) => {
		const to = from === client ? server : client;
		packets.push({ at: startedAt + t, bytes: segment(from, to, flag, data) });
	};
	send(client, connection.openedAt, flags.syn);
	send(server, connection.openedAt, flags.syn | flags.ack);
	send(client, connection.openedAt, flags.ack);
	for (const { direction, write } of writesInOrder(connection)) {
		const from = direction === 'in' ? client : server;
		const { bytes } = connection[direction];
		for (let at = write.from; at < write.to; at += maxSegmentBytes) {
			const end = Math.min(write.to, at + maxSegmentBytes);
			send(from, write.t, flags.push | flags.ack, bytes.slice(at, end));
		}
	}
	if (connection.closedAt !== null) {
		send(server, connection.closedAt, flags.fin | flags.ack);
		send(client, connection.closedAt, flags.fin | flags.ack);
		send(server, connection.closedAt, flags.ack);
	}
	return packets;
}

function writesInOrder(connection: TracedConnection) {
	const of = (direction: 'in' | 'out') =>
		connection[direction].writes.map((write: Write) => ({ direction, write }));
	return [...of('in'), ...of('out')].sort((a, b) => a.write.record - b.write.record);
}

/** A block: its type and length, the body padded to 32 bits, the length again. */
function block(type: number, body: Uint8Array): Uint8Array {
	const length = 12 + Math.ceil(body.length / 4) * 4;
	const bytes = new Uint8Array(length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, type, true);
	view.setUint32(4, length, true);
	bytes.set(body, 8);
	view.setUint32(length - 4, length, true);
	return bytes;
}

const blockTypes = { section: 0x0a0d0d0a, interface: 1, enhancedPacket: 6 };
const commentOption = 1;

function sectionHeader(): Uint8Array {
	const comment = new TextEncoder().encode(note);
	const padded = Math.ceil(comment.length / 4) * 4;
	const body = new Uint8Array(16 + 4 + padded + 4);
	const view = new DataView(body.buffer);
	view.setUint32(0, 0x1a2b3c4d, true); // the byte-order magic
	view.setUint16(4, 1, true); // version 1.0
	view.setBigInt64(8, -1n, true); // the section's length is not given
	view.setUint16(16, commentOption, true);
	view.setUint16(18, comment.length, true);
	body.set(comment, 20);
	return block(blockTypes.section, body);
}

function interfaceDescription(): Uint8Array {
	const body = new Uint8Array(8);
	new DataView(body.buffer).setUint16(0, 1, true); // LINKTYPE_ETHERNET. The snapshot length stays 0: no limit.
	return block(blockTypes.interface, body);
}

function enhancedPacket({ at, bytes }: Packet): Uint8Array {
	const body = new Uint8Array(20 + bytes.length);
	const view = new DataView(body.buffer);
	const microseconds = BigInt(Math.max(0, Math.round(at * 1000)));
	view.setUint32(4, Number(microseconds >> 32n), true);
	view.setUint32(8, Number(microseconds & 0xffffffffn), true);
	view.setUint32(12, bytes.length, true);
	view.setUint32(16, bytes.length, true);
	body.set(bytes, 20);
	return block(blockTypes.enhancedPacket, body);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
