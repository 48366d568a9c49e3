import { until } from '../../contract/lib/wait.ts';
import { statusOf, type Attacker, type Peer } from './attacker.ts';
import { requestFor, type Endpoint } from './endpoints.ts';
import type { Program } from './program.ts';

export interface Target {
	program: Program;
	endpoint: Endpoint;
	attacker: Attacker;
}

const peersPerAttack = 10;
const peersAtOnce = 300;
const stalledReaders = 5;
/**
 * The most that the memory may grow: for the stalled readers, for what a server stores of the flood (history, ids of
 * repeated messages) and for garbage. Without a bound it grows by 40 MB or more.
 */
const maxGrownBytes = 20 * 1024 * 1024;
/** Each message is 1.5 KB per reader. The kernel buffers 4 to 12 MB per connection before the program buffers anything. */
const floodMessages = 14_000;
/** Longer than the headers of a response, so the sample has begun to write the body. */
const writtenChars = 500;
/** Ticks of the fast clock; each writes about 80 bytes. */
const floodTicks = 2_500_000;

/** A round trip, after which the program has processed everything sent before. */
const roundTrip = ({ program }: Target) => program.measure();

const request = ({ endpoint, program }: Target, headers?: Record<string, string>) =>
	requestFor(endpoint, program.origin, headers);

async function join(target: Target, count: number): Promise<Peer[]> {
	const peers = await target.attacker.connectMany(count);
	for (const { socket } of peers) socket.write(request(target));
	for (const peer of peers) {
		const status = await statusOf(peer);
		if (status !== (target.endpoint.isUpgrade ? 101 : 200))
			throw new Error(`the handshake was answered with ${status}`);
		peer.socket.write(target.endpoint.joinMessage);
	}
	await roundTrip(target);
	return peers;
}

const otherPaths = ['/', '/elsewhere', '/ws/', '/socket.io', '//[/ws', '/%', '*', '/?/ws'];

async function requestOtherPaths({ attacker, program }: Target): Promise<Peer[]> {
	const peers = await attacker.connectMany(2 * otherPaths.length);
	for (const [n, { socket }] of peers.entries()) {
		const path = otherPaths[n % otherPaths.length] ?? '/';
		const protocol: Record<string, string> =
			n < otherPaths.length ? {} : { Upgrade: 'h2c, something' };
		socket.write(requestFor({ path, isUpgrade: true }, program.origin, protocol));
	}
	return peers;
}

/** The attack suite. After each attack the program must become idle again. */
export const attacks: Record<string, (target: Target) => Promise<void>> = {
	async 'V6: peers that reset in every part of the handshake'(target) {
		const bytes = request(target);
		for (const fraction of [0, 0.3, 0.7, 0.99, 1]) {
			for (const waits of [false, true]) {
				for (const { socket } of await target.attacker.connectMany(peersPerAttack)) {
					socket.write(bytes.slice(0, bytes.length * fraction));
				}
				if (waits) await roundTrip(target);
				target.attacker.resetAll();
			}
		}
	},

	async 'V6: peers that request an upgrade at other paths and reset'(target) {
		for (let n = 0; n < 3; n++) {
			await requestOtherPaths(target);
			await roundTrip(target);
			target.attacker.resetAll();
			await roundTrip(target);
		}
	},

	async 'V6: peers that never close after a rejection or an upgrade at another path'(target) {
		const peers = await requestOtherPaths(target);
		const rejected = await target.attacker.connectMany(peersPerAttack);
		// An upgrade is rejected for its origin; other endpoints allow every origin, so they reject the method.
		const forbidden = target.endpoint.isUpgrade
			? request(target, { Origin: 'https://evil.example' })
			: request(target).replace('GET', 'DELETE');
		for (const { socket } of rejected) socket.write(forbidden);
		for (const peer of rejected) {
			const status = await statusOf(peer);
			if (status < 400) throw new Error(`a forbidden request was answered with ${status}`);
		}
		if (target.endpoint.isUpgrade) for (const peer of peers) await statusOf(peer);
		else for (const { socket } of peers) socket.resetAndDestroy();
		await target.program.waitUntilIdle();
	},

	async 'V7: peers that send malformed and oversized messages'(target) {
		for (const bytes of target.endpoint.malformed) {
			for (const { socket } of await join(target, 1)) socket.write(bytes);
			await roundTrip(target);
			await target.endpoint.checkService(target.program.origin);
		}
	},

	async 'V12: stalled readers, which are disconnected or miss messages'(target) {
		const { endpoint, program } = target;
		for (const { socket } of await join(target, stalledReaders)) socket.pause();
		if (endpoint.flood) await endpoint.flood(program.origin, floodMessages);
		else if (endpoint.hasClock) await waitForTicks(program);
		await expectBoundedMemory(program);
	},

	async 'V6: readers that disconnect during a write'(target) {
		for (let n = 0; n < 5; n++) {
			const peers = await join(target, peersPerAttack);
			const flood = target.endpoint.flood?.(target.program.origin, 200);
			const hasBegun = ({ received }: Peer) => received().length > writtenChars;
			const isWriting = flood !== undefined || target.endpoint.hasClock;
			if (isWriting) await until(() => peers.some(hasBegun), 'the first messages');
			target.attacker.resetAll();
			await flood;
		}
	},

	async 'V13: peers that close only their half'(target) {
		const peers = await join(target, peersPerAttack);
		for (const { socket } of peers) socket.end();
		const early = await target.attacker.connectMany(peersPerAttack);
		for (const { socket } of early) socket.end(request(target));
		const unfinished = await target.attacker.connectMany(peersPerAttack);
		for (const { socket } of unfinished) socket.end(request(target).slice(0, 30));
		for (const { socket } of await requestOtherPaths(target)) socket.end();
		await target.program.waitUntilIdle();
	},

	async 'V14: many peers that connect at once and disconnect'(target) {
		const peers = await target.attacker.connectMany(peersAtOnce);
		for (const { socket } of peers) socket.write(request(target));
		await roundTrip(target);
		await target.endpoint.checkService(target.program.origin);
	},

	async 'V6: peers that send malformed HTTP'(target) {
		const { host } = new URL(target.program.origin);
		const head = `GET / HTTP/1.1\r\nHost: ${host}\r\n`;
		const garbage = [
			'\0',
			'\r\n\r\n\r\n',
			'GET\r\n\r\n',
			'GET / HTTP/9.9\r\n\r\n',
			'\x16\x03\x01\x02\x00\x01',
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
			await roundTrip(target);
		}
	}
};

async function waitForTicks(program: Program): Promise<void> {
	await until(
		async () => (await program.measure()).ticks > floodTicks,
		`${floodTicks} ticks`,
		60_000
	);
}

async function expectBoundedMemory(program: Program): Promise<void> {
	await until(
		async () => (await program.grownBytes()) < maxGrownBytes,
		`${stalledReaders} readers that never read to hold less than ${maxGrownBytes} bytes`
	);
}
