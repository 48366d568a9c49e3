import type { Duplex } from 'node:stream';
import { clientFramesMask, maskHead, type Mask } from './mask/masks.ts';
import type { RawHead } from './raw-head.ts';
import { listenToSocket } from './socket-listener.ts';
import type { TracedConnection } from './traced-connection.ts';

/** Records an upgrade and all that follows on its socket, which belongs to it until it closes. */
export function recordUpgrade(
	socket: Duplex,
	head: RawHead,
	connection: TracedConnection,
	maskOut: Mask
): void {
	const maskIn = clientFramesMask();
	connection.recordBytes('in', head.bytes, maskHead);
	connection.recordBytes('in', head.rest, maskIn);
	connection.onStop(
		listenToSocket(socket, {
			onWrite: (bytes) => connection.recordBytes('out', bytes, maskOut),
			onRead: (bytes) => connection.recordBytes('in', bytes, maskIn)
		})
	);
	const close = () => connection.close();
	socket.once('close', close);
	connection.onStop(() => socket.off('close', close));
}
