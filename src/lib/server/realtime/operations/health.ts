import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../../protocol/errors.ts';
import { targetOf } from '../guards/request.ts';
import { sendProblem } from '../wire/problem-response.ts';
import type { Stores } from '../stores.ts';

interface Health {
	isReady: Stores['isReady'];
	isDraining(): boolean;
}

/**
 * Answers `/healthz` (200 while the process is alive; restart it otherwise) and `/readyz` (200 while it accepts
 * traffic, otherwise 503 with the reason: draining, or no broker), and returns true. Returns false for other
 * paths.
 */
// #region health
export function answerHealth(req: IncomingMessage, res: ServerResponse, health: Health): boolean {
	const { path } = targetOf(req);
	if (path !== '/healthz' && path !== '/readyz') return false;
	if (req.method !== 'GET' && req.method !== 'HEAD') {
		sendProblem(res, problem('method_not_allowed'), { allow: 'GET, HEAD' });
	} else if (path === '/readyz' && health.isDraining()) {
		sendProblem(res, problem('draining'));
	} else if (path === '/readyz' && !health.isReady()) {
		sendProblem(res, problem('broker_unavailable'));
	} else {
		res.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end('ok\n');
	}
	return true;
}
// #endregion health
