import type { IncomingMessage } from 'node:http';
import { Refusal } from '../realtime/refusal.ts';
import { decodeUtf8, requireJson } from './json-text.ts';

/** How long a body may take to arrive, and how long the rest of a rejected one is read. */
const bodyTimeoutMs = 30_000;

/** A rejected body is read up to this size, so that its connection can be used for the next request. */
export const discardLimitBytes = 4 * 1024 * 1024;

/**
 * The text of a JSON request on Node. Stops reading as soon as the body is too long, even if
 * `Content-Length` is missing or wrong. The caller discards the rest, see `discardBody`.
 * @throws Refusal `unsupported_media_type`, `too_large` or `bad_message` (not UTF-8, aborted, too slow)
 */
export async function readJsonText(
	req: IncomingMessage,
	limitBytes: number,
	timeoutMs = bodyTimeoutMs
): Promise<string> {
	requireJson(req.headers['content-type']);
	return decodeUtf8(await readBytes(req, limitBytes, timeoutMs));
}

function readBytes(req: IncomingMessage, limitBytes: number, timeoutMs: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		if (Number(req.headers['content-length']) > limitBytes) throw new Refusal('too_large');
		// The client may have left while its credentials were checked: then no event follows.
		if (req.destroyed) throw aborted();

		const chunks: Buffer[] = [];
		let bytes = 0;
		const settle = (act: () => void) => {
			clearTimeout(timer);
			req.off('data', onData).off('end', onEnd).off('error', onAborted).off('close', onAborted);
			act();
		};
		const onData = (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes > limitBytes) settle(() => reject(new Refusal('too_large')));
			else chunks.push(chunk);
		};
		const onEnd = () => settle(() => resolve(Buffer.concat(chunks)));
		const onAborted = () => settle(() => reject(aborted()));
		const onTimeout = () =>
			settle(() => reject(new Refusal('bad_message', { message: 'The body took too long.' })));
		const timer = setTimeout(onTimeout, timeoutMs);
		req.on('data', onData).on('end', onEnd).on('error', onAborted).on('close', onAborted);
	});
}

function aborted(): Refusal {
	return new Refusal('bad_message', { message: 'The body was cut off.' });
}

/**
 * Reads the rest of a rejected body: the next request on the connection begins after it. A client that
 * sends more than `discardLimitBytes`, or takes longer than `bodyTimeoutMs`, is disconnected.
 */
export function discardBody(req: IncomingMessage): void {
	if (req.readableEnded || req.destroyed) return;
	const destroy = () => req.socket.destroy();
	const timer = setTimeout(destroy, bodyTimeoutMs).unref();
	let bytes = 0;
	req
		.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes > discardLimitBytes) destroy();
		})
		// An aborted request emits an error. Without a listener, it would end the process.
		.on('error', () => undefined)
		.once('close', () => clearTimeout(timer));
}
