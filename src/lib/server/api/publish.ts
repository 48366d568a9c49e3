import type { IncomingMessage, ServerResponse } from 'node:http';
import { maxPayloadBytes, parseJson, PublishSchema } from '../../protocol/client-event.ts';
import { checkRoomRequest } from '../realtime/guards/check-request.ts';
import { headOfNode } from '../realtime/guards/request.ts';
import { roomOptionsOf } from '../realtime/guards/room-request.ts';
import { reportError, type RealtimeContext } from '../realtime/context.ts';
import { reportStep } from '../realtime/tap/steps.ts';
import { sendJson, sendProblem } from '../realtime/wire/problem-response.ts';
import { Refusal } from '../realtime/refusal.ts';
import type { RoomHandler } from '../realtime/routing/request-router.ts';
import { discardBody, readJsonText } from './body.ts';

/**
 * `POST /api/rooms/{room}/messages`: 201 `{id, seq}`. Written to Node's response, like streams and polls:
 * creating a `Request` and a `Response` would cost several times as much as publishing the message.
 */
export class PublishEndpoint {
	readonly #context: RealtimeContext;
	readonly #bodyLimitBytes: number;

	constructor(context: RealtimeContext) {
		this.#context = context;
		this.#bodyLimitBytes = Math.min(maxPayloadBytes, context.config.bodySizeLimitBytes);
	}

	/** Answers a request to publish; `room` is the name as written in the path. */
	readonly request: RoomHandler = (req, res, room) => {
		this.#publish(req, res, room).catch((error: unknown) => {
			discardBody(req);
			sendProblem(res, reportError(error, this.#context, 'http', req));
		});
	};

	async #publish(req: IncomingMessage, res: ServerResponse, roomName: string): Promise<void> {
		const { hub, messageLimit } = this.#context;
		const options = roomOptionsOf(res, roomName, 'address');
		const checked = await checkRoomRequest(headOfNode(req), options, this.#context);
		const { room, identity, address } = checked;
		const body = parseJson(PublishSchema, await readJsonText(req, this.#bodyLimitBytes));
		if (!body.ok) throw new Refusal(body.problem.code, body.problem);
		reportStep(req, 'validated');
		await messageLimit?.take({ identity, address, connection: null });
		const { id, seq } = await hub.publish(identity, room, body.value, 'http', address);
		sendJson(res, 201, { id, seq });
		reportStep(req, 'acknowledged', { messageId: id });
	}
}
