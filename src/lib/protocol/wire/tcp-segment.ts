/** One end of a TCP connection. */
export interface Peer {
	mac: number[];
	/** From 192.0.2.0/24, which is reserved for documentation (RFC 5737). */
	address: number[];
	port: number;
	/** The sequence number of its next segment. */
	next: number;
}

const clientPorts = { first: 49_152, count: 16_384 };

export function createPeer(role: 'client' | 'server', connection: number): Peer {
	const last = role === 'client' ? 1 : 2;
	return {
		mac: [0x02, 0, 0, 0, 0, last],
		address: [192, 0, 2, last],
		port: role === 'server' ? 80 : clientPorts.first + (connection % clientPorts.count),
		next: last * 1000
	};
}

/** The lengths of the headers in bytes. None of them has options. */
const ethernetLength = 14;
const ipLength = 20;
const tcpLength = 20;
const tcpAt = ethernetLength + ipLength;
const dataAt = tcpAt + tcpLength;

const synOrFin = 0x03;
const acknowledges = 0x10;
const windowSize = 65_535;

/** An Ethernet frame with one TCP segment; advances the sequence number of `from`. */
export function segment(from: Peer, to: Peer, flags: number, data: Uint8Array): Uint8Array {
	const frame = new Uint8Array(dataAt + data.length);
	frame.set([...to.mac, ...from.mac, 0x08, 0x00]);
	const ip = new DataView(frame.buffer, ethernetLength);
	ip.setUint16(0, 0x4500); // version 4, a header of 5 words of 32 bits
	ip.setUint16(2, ipLength + tcpLength + data.length);
	ip.setUint16(6, 0x4000); // do not fragment
	ip.setUint16(8, 0x4006); // TTL 64, TCP
	frame.set([...from.address, ...to.address], ethernetLength + 12);
	ip.setUint16(10, checksum(frame.subarray(ethernetLength, tcpAt)));

	const tcp = new DataView(frame.buffer, tcpAt);
	tcp.setUint16(0, from.port);
	tcp.setUint16(2, to.port);
	tcp.setUint32(4, from.next);
	if ((flags & acknowledges) !== 0) tcp.setUint32(8, to.next);
	tcp.setUint16(12, 0x5000 | flags); // a header of 5 words of 32 bits
	tcp.setUint16(14, windowSize);
	frame.set(data, dataAt);
	tcp.setUint16(16, tcpChecksum(frame, from, to));
	from.next = (from.next + data.length + ((flags & synOrFin) !== 0 ? 1 : 0)) >>> 0;
	return frame;
}

/** The checksum covers the pseudo header too (RFC 9293 §3.1). */
function tcpChecksum(frame: Uint8Array, from: Peer, to: Peer): number {
	const length = frame.length - tcpAt;
	const pseudo = [...from.address, ...to.address, 0, 6, length >> 8, length & 0xff];
	const covered = new Uint8Array(pseudo.length + length);
	covered.set(pseudo);
	covered.set(frame.subarray(tcpAt), pseudo.length);
	return checksum(covered);
}

/** The ones' complement sum (RFC 1071). */
function checksum(bytes: Uint8Array): number {
	let sum = 0;
	for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
	while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
	return ~sum & 0xffff;
}
