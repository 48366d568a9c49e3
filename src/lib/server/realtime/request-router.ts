import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../../protocol/errors.ts';
import { explain, type RealtimeContext } from './context.ts';
import { isAllowedOrigin } from './guards/origin.ts';
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
	else turnAway(res, 'method_not_allowed', context, { allow: 'GET, HEAD' });
	return true;
}

/**
 * Refuses a request under `/api` whose path is no percent-encoding and returns true: SvelteKit would
 * answer with a page, which programs cannot read.
 */
export function refuseMalformed(
	req: IncomingMessage,
	res: ServerResponse,
	context: RouterContext
): boolean {
	const { path } = targetOf(req);
	if (!path.startsWith('/api/') || routedPath(req) !== null) return false;
	const isAllowed = isAllowedOrigin(headOfNode(req), context.config);
	const code = path.startsWith('/api/rooms/') ? 'bad_room' : 'bad_request';
	turnAway(res, isAllowed ? code : 'forbidden_origin', context);
	return true;
}

function turnAway(
	res: ServerResponse,
	code: ErrorCode,
	context: RouterContext,
	headers?: Record<string, string>
): void {
	refuse(res, explain(new Refusal(code), context, 'http'), headers);
}
