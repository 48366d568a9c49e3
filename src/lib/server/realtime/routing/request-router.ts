import type { IncomingMessage, ServerResponse } from 'node:http';
import { discardBody } from '../../api/body.ts';
import { reportError, type RealtimeContext } from '../context.ts';
import { isAllowedOrigin, publicOrigin } from '../guards/origin.ts';
import { headOfNode, routedPath, targetOf } from '../guards/request.ts';
import { sendProblem } from '../wire/problem-response.ts';
import { Refusal } from '../refusal.ts';

/** Answers a request for one resource; `room` is the room's name as written in the path. */
export type RoomHandler = (req: IncomingMessage, res: ServerResponse, room: string) => void;

/** One of a room's resources: its handler and methods. */
export interface RoomResource {
	methods: readonly string[];
	request: RoomHandler;
}

type RouterContext = Pick<RealtimeContext, 'config' | 'log' | 'metrics'>;

const roomPath = /^\/api\/rooms\/([^/]*)\/([^/]*)$/;

/** What is served to upgrades only. */
const upgradePaths: readonly string[] = ['/ws', '/trace'];

/** A path in another spelling: with percent-encoding, backslashes or dot segments. */
const needsNormalizing = /[%\\]|\/\./;

/**
 * Answers a request for one of a room's resources (`/api/rooms/{room}/{name}`) and returns true; returns
 * false if there is no resource of this name.
 */
export function routeRoom(
	req: IncomingMessage,
	res: ServerResponse,
	resources: ReadonlyMap<string, RoomResource>,
	context: RouterContext
): boolean {
	const { path } = targetOf(req);
	const normal = needsNormalizing.test(path) ? (routedPath(req) ?? path) : path;
	const [, room = '', name = ''] = roomPath.exec(normal) ?? [];
	const resource = resources.get(name);
	if (resource === undefined) return false;
	if (!rejectMethod(req, res, resource.methods, context)) resource.request(req, res, room);
	return true;
}

/** Rejects a request with 405 and returns true if its method is not one of `methods`. */
export function rejectMethod(
	req: IncomingMessage,
	res: ServerResponse,
	methods: readonly string[],
	context: RouterContext
): boolean {
	if (methods.includes(req.method ?? '')) return false;
	const why = new Refusal('method_not_allowed');
	rejectRequest(req, res, why, context, { allow: methods.join(', ') });
	return true;
}

/**
 * Rejects a malformed request and returns true, where SvelteKit would answer with a page or plain text, which
 * programs cannot parse: under `/api` an invalid percent-encoding or host, and `/ws` or `/trace` without an upgrade.
 */
export function rejectMalformed(
	req: IncomingMessage,
	res: ServerResponse,
	context: RouterContext
): boolean {
	const isUpgradePath = upgradePaths.includes(targetOf(req).path);
	if (isUpgradePath && rejectMethod(req, res, ['GET'], context)) return true;
	const why = malformedReason(req, context);
	if (why === null) return false;
	rejectRequest(req, res, why, context);
	return true;
}

function malformedReason(req: IncomingMessage, { config }: RouterContext): Refusal | null {
	const { path } = targetOf(req);
	if (upgradePaths.includes(path)) {
		return new Refusal('bad_request', { message: 'This address accepts WebSocket upgrades only.' });
	}
	if (!path.startsWith('/api/')) return null;
	if (routedPath(req) === null) {
		return new Refusal(path.startsWith('/api/rooms/') ? 'bad_room' : 'bad_request');
	}
	if (publicOrigin(headOfNode(req), config) !== null) return null;
	return new Refusal('bad_request', {
		message: 'The Host header, or its proxy replacement, is not a valid host.'
	});
}

/** Rejects a request. To another origin, `forbidden_origin` is the only reason that is given. */
function rejectRequest(
	req: IncomingMessage,
	res: ServerResponse,
	why: Refusal,
	context: RouterContext,
	headers?: Record<string, string>
): void {
	const isAllowed = isAllowedOrigin(headOfNode(req), context.config);
	discardBody(req);
	if (isAllowed) sendProblem(res, reportError(why, context, 'http'), headers);
	else sendProblem(res, reportError(new Refusal('forbidden_origin'), context, 'http'));
}
