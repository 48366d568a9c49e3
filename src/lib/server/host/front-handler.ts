import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, problem, type Problem } from '../../protocol/errors.ts';
import type { Config } from '../config.ts';
import { setSecurityHeaders, type PagePolicies } from '../headers.ts';
import { hostFault } from '../realtime/guards/host.ts';
import { originForm } from '../realtime/guards/request.ts';
import type { Realtime } from '../realtime/index.ts';
import { sendProblem } from '../realtime/wire/problem-response.ts';
import { preferredEncodings } from './accept-encoding.ts';
import { laboratoryAt } from './laboratories.ts';
import { negotiatePage } from './negotiate-page.ts';
import { normalizeRequest } from './normalize-request.ts';

/** Paths that programs request: the API and remote functions. SvelteKit answers those that `realtime` does not. */
const programPaths = /^\/(api|_app\/remote)(\/|\?|$)/;

/** The methods of pages and files. */
const readMethods = ['GET', 'HEAD'];

/**
 * Handles every request first, in all hosts: security headers on every response, HTTP's general rules, then the
 * resources of the realtime instance.
 * @param realtime called for each request, because the instance changes in development
 * @param policies of the prerendered pages, in production
 */
export function createFrontHandler(
	realtime: () => Realtime | undefined,
	config: Config,
	policies?: PagePolicies
) {
	return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
		// Clients of proxies send an absolute URL (RFC 9112 §3.2.2).
		const url = (request.url = originForm(request.url ?? ''));
		realtime()?.normalize(request);
		normalizeRequest(request, config);
		if (!programPaths.test(url)) negotiatePage(request, response);
		setSecurityHeaders(request, response, config, policies);
		const message = hostFault(request);
		if (message !== null) return reject(url, response, problem('bad_request', { message }));
		// Vite's preview compresses event streams in spite of no-transform, and a compressor buffers (S12).
		const encodings = preferredEncodings(request.headers['accept-encoding'] ?? '');
		if (encodings === '' || programPaths.test(url)) delete request.headers['accept-encoding'];
		else request.headers['accept-encoding'] = encodings;
		if (realtime()?.handle(request, response)) return;
		const isRead = readMethods.includes(request.method ?? '');
		const location = isRead ? laboratoryAt(url) : null;
		if (location !== null) {
			response.writeHead(307, { location, 'cache-control': 'no-store' }).end();
			return;
		}
		if (programPaths.test(url) || isRead) return next();
		const allow = readMethods.join(', ');
		reject(url, response, problem('method_not_allowed'), { allow });
	};
}

/** Rejects a request: in JSON under `programPaths`, as plain text for pages and files. */
function reject(
	url: string,
	response: ServerResponse,
	why: Problem,
	headers: Record<string, string> = {}
): void {
	if (programPaths.test(url)) return sendProblem(response, why, headers);
	response.writeHead(errors[why.code].status, {
		'content-type': 'text/plain; charset=utf-8',
		'cache-control': 'no-store',
		...headers
	});
	response.end(`${why.message}\n`);
}
