import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../../protocol/errors.ts';
import { plainAddress, targetOf } from '../guards/request.ts';
import type { Metrics } from './metrics.ts';
import { sendProblem } from '../wire/problem-response.ts';

/**
 * Answers authorized requests for `/metrics` and returns true. Returns false for any other request: an
 * unauthorized one then gets 404, as for an unknown path.
 *
 * A request is authorized if it has METRICS_TOKEN, or if it comes from this machine: the socket's peer is a
 * loopback address, and no header says that a local proxy has forwarded it.
 * @param token METRICS_TOKEN; null if it is not set
 */
export function answerMetrics(
	req: IncomingMessage,
	res: ServerResponse,
	{ metrics, token }: { metrics: Metrics; token: string | null }
): boolean {
	if (targetOf(req).path !== '/metrics') return false;
	if (!isLocal(req) && !hasToken(req, token)) return false;
	if (req.method !== 'GET' && req.method !== 'HEAD') {
		sendProblem(res, problem('method_not_allowed'), { allow: 'GET, HEAD' });
		return true;
	}
	metrics.text().then(
		(text) => {
			const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
			res.writeHead(200, headers).end(text);
		},
		() => sendProblem(res, problem('internal'))
	);
	return true;
}

function isLocal({ socket, rawHeaders }: IncomingMessage): boolean {
	const address = plainAddress(socket.remoteAddress ?? '');
	if (!address.startsWith('127.') && address !== '::1') return false;
	// The headers as they arrived: normalization adds the header that PROTOCOL_HEADER names, and removes
	// those that cannot be used.
	const names = rawHeaders.filter((_, index) => index % 2 === 0);
	return !names.some((name) => /^(forwarded$|x-forwarded-)/i.test(name));
}

function hasToken({ headers }: IncomingMessage, token: string | null): boolean {
	const [, sent] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
	if (token === null || sent === undefined) return false;
	// timingSafeEqual takes the same time wherever the two differ, but needs equal lengths, as digests have.
	return timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
