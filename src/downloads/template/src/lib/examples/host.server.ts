import { createHmac, randomBytes } from 'node:crypto';
import { MemoryBroker } from '../server/realtime/broker/memory.ts';
import { normalizeAddress } from '../server/realtime/guards/normalize-address.ts';
import { requireRoom } from '../server/realtime/guards/room.ts';
import { streamFigures } from '../server/examples/event-stream.ts';
import type { ExampleHost } from '../server/examples/host.ts';
import { Journal } from '../server/examples/journal.ts';

/** 履歴はこのプロセスのメモリーに保存し、停止すると失われる */
const broker = new MemoryBroker({
	maxRooms: 1000,
	log: { error: (about) => process.stderr.write(`${JSON.stringify(about)}\n`) }
});
const secret = process.env.SECRET ?? randomBytes(32);

function digest(text: string, encoding: 'hex' | 'base64url'): string {
	return createHmac('sha256', secret).update(text).digest(encoding);
}

export const host: ExampleHost = {
	journal: (example, room) =>
		new Journal(broker, digest(`${example}/${requireRoom(room, false)}`, 'hex').slice(0, 40)),
	sign: (text) => digest(`signature/${text}`, 'base64url'),
	addressOf({ getClientAddress }) {
		const address = getClientAddress();
		return normalizeAddress(address) ?? address;
	},
	async figures() {
		// 先に読み込むと、realtime.server.ts との循環で、host が未定義のまま使われる
		const { realtime } = await import('../../realtime.server.ts');
		const [sockets, streams] = [realtime.figures, streamFigures()];
		return {
			connections: { sse: streams.open, websocket: sockets.open },
			received: sockets.received,
			written: sockets.written + streams.written,
			refused: sockets.refused
		};
	}
};
