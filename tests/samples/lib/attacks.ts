import { eventually, until } from '../../contract/lib/wait.ts';
import { statusOf, type Attacker, type Peer } from './attacker.ts';
import { requestFor, type Entrance } from './entrances.ts';
import type { Program } from './program.ts';

export interface Target {
	program: Program;
	entrance: Entrance;
	attacker: Attacker;
}

/** Peers of one attack. */
const few = 10;
const many = 300;
/**
 * Stalled readers, and how much the memory may grow: for them, for what a server remembers of the flood
 * (history, ids of repeated messages) and for garbage. Without a bound it grows by 40 MB or more.
 */
const idleReaders = 5;
const grownBudgetBytes = 20 * 1024 * 1024;
/** Times 1.5 KB per reader. The kernel takes 4 to 12 MB per connection before the program holds any. */
const floodMessages = 14_000;
/** More than the headers of a response: the sample has begun to write. */
const writtenChars = 500;
/** Ticks of a fast clock for all these readers together, times 80 bytes. */
const floodTicks = 2_500_000;

/** A round trip, after which the program has processed everything sent before. */
const handled = ({ program }: Target) => program.measure();

const request = ({ entrance, program }: Target, headers?: Record<string, string>) =>
	requestFor(entrance, program.origin, headers);

async function join(target: Target, count: number): Promise<Peer[]> {
	const peers = await target.attacker.connectMany(count);
	for (const { socket } of peers) socket.write(request(target));
	for (const peer of peers) {
		const status = await statusOf(peer);
		if (status !== (target.entrance.isUpgrade ? 101 : 200)) throw new Error(`answered ${status}`);
		peer.socket.write(target.entrance.joining);
	}
	await handled(target);
	return peers;
}

const upgrade = { isUpgrade: true };
const elsewhere = ['/', '/elsewhere', '/ws/', '/socket.io', '//[/ws', '/%', '*', '/?/ws'];

async function knockElsewhere({ attacker, program }: Target): Promise<Peer[]> {
	const peers = await attacker.connectMany(2 * elsewhere.length);
	for (const [n, { socket }] of peers.entries()) {
		const path = elsewhere[n % elsewhere.length] ?? '/';
		const protocol: Record<string, string> =
			n < elsewhere.length ? {} : { Upgrade: 'h2c, something' };
		socket.write(requestFor({ path, ...upgrade }, program.origin, protocol));
	}
	return peers;
}

/** The attack suite. After each attack the program must be in its idle state again. */
export const attacks: Record<string, (target: Target) => Promise<void>> = {
	'V6: peers that reset in every part of the handshake'(target) {
		return resetDuring(target, request(target));
	},

	async 'V6: peers that request an upgrade at other paths and reset'(target) {
		for (let n = 0; n < 3; n++) {
			await knockElsewhere(target);
			await handled(target);
			target.attacker.leave();
			await handled(target);
		}
	},

	async 'V6: peers that never close after a rejection or an upgrade at another path'(target) {
		const peers = await knockElsewhere(target);
		const strangers = await target.attacker.connectMany(few);
		// If every origin is allowed, a peer is rejected for its method.
		const refused = target.entrance.isUpgrade
			? request(target, { Origin: 'https://evil.example' })
			: request(target).replace('GET', 'DELETE');
		for (const { socket } of strangers) socket.write(refused);
		for (const peer of strangers) {
			const status = await statusOf(peer);
			if (status < 400) throw new Error(`a stranger was answered ${status}`);
		}
		if (target.entrance.isUpgrade) for (const peer of peers) await statusOf(peer);
		else for (const { socket } of peers) socket.resetAndDestroy();
		await target.program.settled();
	},

	async 'V7: peers that send malformed and oversized messages'(target) {
		for (const bytes of target.entrance.malformed) {
			for (const { socket } of await join(target, 1)) socket.write(bytes);
			await handled(target);
			await target.entrance.visit(target.program.origin);
		}
	},

	async 'V12: stalled readers, which are disconnected or miss messages'(target) {
		const { entrance, program } = target;
		for (const { socket } of await join(target, idleReaders)) socket.pause();
		if (entrance.flood) await entrance.flood(program.origin, floodMessages);
		else if (entrance.hasClock) await ticksPassed(program);
		await expectSmall(program);
	},

	async 'V6: readers that disconnect during a write'(target) {
		for (let n = 0; n < 5; n++) {
			const peers = await join(target, few);
			const flood = target.entrance.flood?.(target.program.origin, 200);
			const hasBegun = ({ received }: Peer) => received().length > writtenChars;
			const isWriting = flood !== undefined || target.entrance.hasClock;
			if (isWriting) await until(() => peers.some(hasBegun), 'the first messages');
			target.attacker.leave();
			await flood;
		}
	},

	async 'V13: peers that close only their half'(target) {
		const peers = await join(target, few);
		for (const { socket } of peers) socket.end();
		const early = await target.attacker.connectMany(few);
		for (const { socket } of early) socket.end(request(target));
		const unfinished = await target.attacker.connectMany(few);
		for (const { socket } of unfinished) socket.end(request(target).slice(0, 30));
		for (const { socket } of await knockElsewhere(target)) socket.end();
		await target.program.settled();
	},

	async 'V14: many peers that connect at once and disconnect'(target) {
		const peers = await target.attacker.connectMany(many);
		for (const { socket } of peers) socket.write(request(target));
		await handled(target);
		await target.entrance.visit(target.program.origin);
	},

	async 'V6: peers that send malformed HTTP'(target) {
		const { host } = new URL(target.program.origin);
		const head = `GET / HTTP/1.1\r\nHost: ${host}\r\n`;
		const garbage = [
			...[
				'\0',
				'\r\n\r\n\r\n',
				'GET\r\n\r\n',
				'GET / HTTP/9.9\r\n\r\n',
				'\x16\x03\x01\x02\x00\x01'
			],
			'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
			`${head}X: ${'a'.repeat(100_000)}\r\n\r\n`,
			`${head}Content-Length: -1\r\n\r\n`,
			`${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nzz`,
			`GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
			`${head}\r\n`.repeat(50),
			request(target).replace('GET', 'HEAD'),
			request(target).replaceAll('\r\n', '\n').repeat(5),
			request(target).replace('Sec-WebSocket-Key', 'X').replace('13', '9')
		];
		for (const bytes of garbage) {
			for (const { socket } of await target.attacker.connectMany(3)) socket.write(bytes, 'latin1');
			await handled(target);
		}
	}
};

async function resetDuring(target: Target, bytes: string): Promise<void> {
	for (const share of [0, 0.3, 0.7, 0.99, 1]) {
		for (const waits of [false, true]) {
			for (const { socket } of await target.attacker.connectMany(few)) {
				socket.write(bytes.slice(0, bytes.length * share));
			}
			if (waits) await handled(target);
			target.attacker.leave();
		}
	}
}

async function ticksPassed(program: Program): Promise<void> {
	await eventually(
		async () => (await program.measure()).ticks > floodTicks,
		'the ticks of hours',
		60_000
	);
}

async function expectSmall(program: Program): Promise<void> {
	await eventually(
		async () => (await program.grownBytes()) < grownBudgetBytes,
		`${idleReaders} readers that never read to hold less than ${grownBudgetBytes} bytes`
	);
}
