import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Printed } from './answer.ts';

export interface TypeProcess {
	/** Returns the types in each block, as plain text; rejects if an error occurs or the process exits. */
	ask(blocks: readonly Printed[]): Promise<Answer[]>;
	close(): Promise<void>;
}

interface PendingRequest {
	resolve: (answers: Answer[]) => void;
	reject: (reason: Error) => void;
}

export type Reply = { id: number } & ({ answers: Answer[] } | { error: string });

/**
 * Starts TypeScript in a separate process. Requests are rejected if it exits or cannot start; the next
 * request restarts it.
 *
 * @param root absolute path of the project
 */
export function startTypeProcess(root: string): TypeProcess {
	let running = start(root);
	let isClosed = false;

	return {
		ask(blocks) {
			if (isClosed) return Promise.reject(exited());
			if (!running.isAlive()) running = start(root);
			return running.ask(blocks);
		},
		async close() {
			isClosed = true;
			await running.close();
		}
	};
}

interface Running extends TypeProcess {
	isAlive(): boolean;
}

const exited = () => new Error('The TypeScript process has exited');

function start(root: string): Running {
	const pending = new Map<number, PendingRequest>();
	let last = 0;
	let failure: Error | null = null;
	const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), [root], {
		execArgv: ['--import', 'tsx']
	});
	// The process must not keep its parent alive.
	child.unref();
	child.channel?.unref();

	function fail(reason: Error): void {
		failure ??= reason;
		for (const { reject } of pending.values()) reject(failure);
		pending.clear();
	}
	child.on('error', fail);
	child.on('exit', () => fail(exited()));
	child.on('message', (reply: Reply) => {
		const request = pending.get(reply.id);
		pending.delete(reply.id);
		if ('answers' in reply) request?.resolve(reply.answers);
		else request?.reject(new Error(reply.error));
	});

	return {
		isAlive: () => failure === null,
		ask(blocks) {
			const id = ++last;
			return new Promise((resolve, reject) => {
				pending.set(id, { resolve, reject });
				child.send({ id, blocks });
			});
		},
		async close() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill();
			await once(child, 'exit');
		}
	};
}
