import type { IncomingMessage, ServerResponse } from 'node:http';
import { instanceActions } from '../../protocol/instance.ts';
import { discardBody } from '../api/body.ts';
import { reportError, type RealtimeContext } from '../realtime/context.ts';
import { AddressBudget } from '../realtime/guards/address-budget.ts';
import { checkRequest, checkSender, requireIdentity } from '../realtime/guards/check-request.ts';
import { headOfNode, targetOf } from '../realtime/guards/request.ts';
import { Refusal } from '../realtime/refusal.ts';
import { rejectMethod } from '../realtime/routing/request-router.ts';
import type { UpgradeHandler } from '../realtime/routing/upgrade-router.ts';
import { sendJson, sendProblem } from '../realtime/wire/problem-response.ts';
import { rejectUpgrade } from '../realtime/wire/reject-upgrade.ts';
import { forwardRequest, forwardUpgrade, type Target } from './forward.ts';
import type { Instances } from './instances.ts';
import { maxBodyBytes, requestBurst, requestsPerSecond } from './limits.ts';

const root = '/api/instances';
const resourcePath = /^\/api\/instances\/([a-z0-9]{24})(?:\/([a-z-]+))?$/;
/**
 * The paths that are forwarded to an instance: sockets, rooms, connections and `/healthz`, but not `/readyz` or
 * metrics.
 */
const forwardedPath =
	/^\/api\/instances\/([a-z0-9]{24})\/proxy(\/ws|\/socket\.io\/|\/healthz|\/api\/(?:rooms|connections)\/.+)$/;

type Context = Pick<RealtimeContext, 'config' | 'sessions' | 'isDraining' | 'log' | 'metrics'>;

/** `/api/instances`: the servers that readers may break. Whoever knows the id of one may use it. */
export class InstanceEndpoint {
	readonly #context: Context;
	readonly #instances: Instances;
	readonly #budget = new AddressBudget(requestBurst, requestsPerSecond);

	constructor(context: Context, instances: Instances) {
		this.#context = context;
		this.#instances = instances;
	}

	/** Answers a request under `/api/instances` and returns true; returns false for other paths. */
	handle(req: IncomingMessage, res: ServerResponse): boolean {
		const { path } = targetOf(req);
		if (path !== root && !path.startsWith(`${root}/`)) return false;
		const [, id, rest] = forwardedPath.exec(path) ?? [];
		const work =
			id !== undefined && rest !== undefined
				? async () => this.#forward(req, res, id, rest)
				: () => this.#answer(req, res, path);
		work().catch((error: unknown) => {
			discardBody(req);
			sendProblem(res, reportError(error, this.#context, 'http', req));
		});
		return true;
	}

	/** The handler of an upgrade that is forwarded; undefined for other paths. */
	upgradeFor(path: string): UpgradeHandler | undefined {
		const [, id, rest] = forwardedPath.exec(path) ?? [];
		if (id === undefined || rest === undefined) return undefined;
		return (req, socket, head) => {
			try {
				const { target, release } = this.#targetOf(req, id, rest, true);
				socket.once('close', release);
				if (target === null) socket.destroy();
				else forwardUpgrade(req, socket, head, target);
			} catch (error) {
				rejectUpgrade(socket, reportError(error, this.#context, 'upgrade', req));
			}
		};
	}

	#forward(req: IncomingMessage, res: ServerResponse, id: string, rest: string): void {
		const { target, release } = this.#targetOf(req, id, rest, false);
		res.once('close', release);
		// The reader sees the same as with a server that is down, or has just died.
		if (target === null) req.socket.destroy();
		else forwardRequest(req, res, target);
	}

	#targetOf(
		req: IncomingMessage,
		id: string,
		rest: string,
		isOriginChecked: boolean
	): { target: Target | null; release: () => void } {
		const address = checkSender(headOfNode(req), { isOriginChecked }, this.#context);
		const instance = this.#instances.ready(id);
		const release = instance.take();
		const { socketPath } = instance;
		const [, query] = (req.url ?? '').split('?', 2);
		const path = query === undefined ? rest : `${rest}?${query}`;
		return { target: socketPath === null ? null : { socketPath, path, address }, release };
	}

	async #answer(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
		const head = headOfNode(req);
		if (path === root) {
			if (rejectMethod(req, res, ['GET', 'HEAD', 'POST'], this.#context)) return;
			const { address, identity } = await checkRequest(head, { guests: 'address' }, this.#context);
			this.#takeRequest(req, address);
			const { isOffered, hasRedis } = this.#instances;
			if (req.method !== 'POST') return sendJson(res, 200, { isOffered, hasRedis });
			requireIdentity(identity);
			const status = this.#instances.create(address);
			return sendJson(res, status.state === 'waiting' ? 202 : 201, status);
		}
		const address = checkSender(head, {}, this.#context);
		this.#takeRequest(req, address);
		const [, id, name] = resourcePath.exec(path) ?? [];
		const action = instanceActions.find((known) => known === name);
		if (id === undefined || (name !== undefined && action === undefined)) {
			throw new Refusal('not_found');
		}
		const methods = action === undefined ? ['GET', 'HEAD', 'DELETE'] : ['POST'];
		if (rejectMethod(req, res, methods, this.#context)) return;
		if (action !== undefined) await this.#instances.ready(id).act(action);
		else if (req.method === 'DELETE') {
			this.#instances.end(id);
			res.writeHead(204, { 'cache-control': 'no-store' }).end();
			return;
		}
		sendJson(res, 200, this.#instances.status(id));
	}

	/** @throws Refusal `rate_limited`, `too_large` */
	#takeRequest(req: IncomingMessage, address: string): void {
		this.#budget.require(address);
		const { 'content-length': length, 'transfer-encoding': encoding } = req.headers;
		if (Number(length ?? 0) > maxBodyBytes || encoding !== undefined) {
			throw new Refusal('too_large', { message: 'These requests have no body.' });
		}
		discardBody(req);
	}
}
