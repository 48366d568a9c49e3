import { describe, expect, it } from 'vitest';
import { collectConnections } from '../../src/lib/protocol/wire/connections.ts';
import { decodeConnection } from '../../src/lib/protocol/wire/decode.ts';
import { flatten } from '../../src/lib/protocol/wire/fixture.ts';
import { toPcapng } from '../../src/lib/protocol/wire/pcapng.ts';
import type { Span } from '../../src/lib/protocol/wire/span.ts';
import { recordWebSocket } from './record-websocket.ts';
import { dissect, tool } from './tshark.ts';

const startedAt = Date.UTC(2026, 0, 1);
const texts = ['こんにちは', '{"type":"ping"}', 'x'.repeat(300), 'y'.repeat(70_000)];

async function record() {
	const [connection] = collectConnections(await recordWebSocket(texts));
	if (!connection) throw new Error('there is no connection');
	return { connection, capture: toPcapng([connection], startedAt) };
}

/** FIN, opcode, mask, length and masking key of each frame, according to the decoder. */
function framesOf(spans: readonly Span[]): string[][] {
	const frames = spans.filter(({ field }) => field === 'websocket.frame');
	return frames.map((frame) => {
		const value = (field: string) =>
			flatten([frame]).find((span) => span.field === `websocket.${field}`)?.value;
		return [
			value('fin') ?? '',
			String(Number(value('opcode')?.split(' ')[0])),
			value('mask') ?? '',
			value('payload') ?? value('length') ?? '',
			value('masking-key')?.replaceAll(' ', '') ?? ''
		];
	});
}

/** The same fields according to tshark, which lists all frames that end in one packet in one row. */
function framesByTshark(capture: Uint8Array, from: string): string[][] {
	const names = ['fin', 'opcode', 'mask', 'payload_length', 'masking_key'];
	const lengths = ['payload_length_ext_16', 'payload_length_ext_64'];
	const fields = [...names, ...lengths].map((name) => `websocket.${name}`);
	return dissect(capture, fields, `websocket && ip.src == ${from}`).flatMap((row) => {
		const [fin = '', opcode = '', mask = '', short = '', key = '', ...long] = row;
		const keys = key.split(',');
		return fin.split(',').map((_, i) => {
			const at = (list: string) => list.split(',')[i] ?? '';
			const extended = long.find((value) => value !== '');
			const length = Number(at(short)) > 125 ? (extended ?? '') : at(short);
			return [at(fin), at(opcode), at(mask), length, keys[i] ?? ''];
		});
	});
}

describe.skipIf(tool === null)('tshark', () => {
	it('reads the same frames in an exported WebSocket as the decoder', async () => {
		const { connection, capture } = await record();
		const decoded = decodeConnection({ in: connection.in.bytes, out: connection.out.bytes });
		const sent = framesOf(decoded.in);
		expect(sent).toHaveLength(texts.length + 2);
		expect(framesByTshark(capture, '192.0.2.1')).toEqual(sent);
		expect(framesByTshark(capture, '192.0.2.2')).toEqual(framesOf(decoded.out));
	});

	it('reads the handshake as HTTP, with the recorded times', async () => {
		const { capture } = await record();
		expect(dissect(capture, ['http.request.method', 'http.request.uri'], 'http.request')).toEqual([
			['GET', '/ws']
		]);
		const [answer] = dissect(capture, ['http.response.code', 'frame.time_epoch'], 'http.response');
		expect(answer?.[0]).toBe('101');
		expect(Math.floor(Number(answer?.[1]))).toBe(startedAt / 1000);
	});

	it('finds the close codes, and no lost, repeated or damaged segment', async () => {
		const { connection, capture } = await record();
		expect(dissect(capture, ['frame.number'], 'tcp.analysis.flags')).toEqual([]);
		const damaged = 'ip.checksum.status == "Bad" || tcp.checksum.status == "Bad"';
		expect(dissect(capture, ['frame.number'], damaged)).toEqual([]);
		const lengths = dissect(capture, ['tcp.len'], 'tcp').map(([length]) => Number(length));
		const total = connection.in.bytes.length + connection.out.bytes.length;
		expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(total);
		const codes = dissect(
			capture,
			['websocket.payload.close.status_code'],
			'websocket.opcode == 8'
		);
		expect(codes.map(([code]) => code)).toEqual(['4400', '4400']);
	});
});
