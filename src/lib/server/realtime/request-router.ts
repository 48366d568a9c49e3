import type { IncomingMessage, ServerResponse } from 'node:http';
import { explain, type RealtimeContext } from './context.ts';
import { isAllowedOrigin, publicOrigin } from './guards/origin.ts';
import { headOfNode, routedPath, targetOf } from './guards/request.ts';
import { refuse } from './problem-response.ts';
import { Refusal } from './refusal.ts';

/** Answers a request of one path; `room` is its name as it stands in the path. */
export type RoomHandler = (req: IncomingMessage, res: ServerResponse, room: string) => void;

type RouterContext = Pick<RealtimeContext, 'config' | 'log' | 'metrics'>;

const roomPath = /^\/api\/rooms\/([^/]*)\/([^/]*)$/;

/**
 * Answers a request for one of a room's resources (`/api/rooms/{room}/{name}`) and returns true; false
 * if there is none of this name here.
 */
export function routeRoom(
	req: IncomingMessage,
	res: ServerResponse,
	resources: ReadonlyMap<string, RoomHandler>,
	context: RouterContext
): boolean {
	const [, room = '', name = ''] = roomPath.exec(targetOf(req).path) ?? [];
	const handler = resources.get(name);
	if (handler === undefined) return false;
	if (req.method === 'GET' || req.method === 'HEAD') handler(req, res, room);
	else turnAway(res, new Refusal('method_not_allowed'), context, { allow: 'GET, HEAD' });
	return true;
}

/**
 * Refuses what SvelteKit would answer with a page or a bare word, which programs cannot read, and returns
 * true: under `/api` a path that is no percent-encoding and a host that is none, and a request of `/ws`
 * that asks for no upgrade.
 */
export function refuseMalformed(
	req: IncomingMessage,
	res: ServerResponse,
	context: RouterContext
): boolean {
	const why = whyMalformed(req, context);
	if (why === null) return false;
	const isAllowed = isAllowedOrigin(headOfNode(req), context.config);
	turnAway(res, isAllowed ? why : new Refusal('forbidden_origin'), context);
	return true;
}

function whyMalformed(req: IncomingMessage, { config }: RouterContext): Refusal | null {
	const { path } = targetOf(req);
	if (path === '/ws') {
		return new Refusal('bad_request', { message: 'Ask for an upgrade to WebSocket here.' });
	}
	if (!path.startsWith('/api/')) return null;
	if (routedPath(req) === null) {
		return new Refusal(path.startsWith('/api/rooms/') ? 'bad_room' : 'bad_request');
	}
	if (publicOrigin(headOfNode(req), config) !== null) return null;
	return new Refusal('bad_request', {
		message: 'Host, or what a proxy says in its place, makes no address.'
	});
}

function turnAway(
	res: ServerResponse,
	why: Refusal,
	context: RouterContext,
	headers?: Record<string, string>
): void {
	refuse(res, explain(why, context, 'http'), headers);
}
