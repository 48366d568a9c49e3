import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../protocol/errors.ts';
import { targetOf } from './guards/request.ts';
import { refuse } from './problem-response.ts';

/** Answers a request of one path; `room` is its name as it stands in the path. */
export type RoomHandler = (req: IncomingMessage, res: ServerResponse, room: string) => void;

const roomPath = /^\/api\/rooms\/([^/]*)\/([^/]*)$/;

/**
 * Answers a request for one of a room's resources (`/api/rooms/{room}/{name}`) and returns true; false
 * if there is none of this name here.
 */
export function routeRoom(
	req: IncomingMessage,
	res: ServerResponse,
	resources: ReadonlyMap<string, RoomHandler>
): boolean {
	const [, room = '', name = ''] = roomPath.exec(targetOf(req).path) ?? [];
	const handler = resources.get(name);
	if (handler === undefined) return false;
	if (req.method === 'GET' || req.method === 'HEAD') handler(req, res, room);
	else refuse(res, problem('method_not_allowed'), { allow: 'GET, HEAD' });
	return true;
}
