import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Printed } from './answer.ts';
import type { Hovers } from './types.ts';

export interface Asker {
	/** The types in each of these blocks, as plain text. Rejects where TypeScript cannot answer. */
	ask(blocks: readonly Printed[]): Promise<Hovers[]>;
	close(): Promise<void>;
}

interface Question {
	resolve: (hovers: Hovers[]) => void;
	reject: (reason: Error) => void;
}

export type Reply = { id: number } & ({ hovers: Hovers[] } | { error: string });

/**
 * Starts TypeScript in a process of its own. What is asked while it ends, or when it could not start,
 * is rejected; the next question starts it anew.
 *
 * @param root absolute path of the project
 */
export function startAsking(root: string): Asker {
	let running = start(root);
	let isClosed = false;

	return {
		ask(blocks) {
			if (isClosed) return Promise.reject(ended());
			if (!running.alive()) running = start(root);
			return running.ask(blocks);
		},
		async close() {
			isClosed = true;
			await running.close();
		}
	};
}

interface Running extends Asker {
	alive(): boolean;
}

const ended = () => new Error('TypeScript has ended');

function start(root: string): Running {
	const questions = new Map<number, Question>();
	let last = 0;
	let failure: Error | null = null;
	const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), [root], {
		execArgv: ['--import', 'tsx']
	});
	// It may think, but not keep alive what has nothing else to do.
	child.unref();
	child.channel?.unref();

	function fail(reason: Error): void {
		failure ??= reason;
		for (const { reject } of questions.values()) reject(failure);
		questions.clear();
	}
	child.on('error', fail);
	child.on('exit', () => fail(ended()));
	child.on('message', (reply: Reply) => {
		const question = questions.get(reply.id);
		questions.delete(reply.id);
		if ('hovers' in reply) question?.resolve(reply.hovers);
		else question?.reject(new Error(reply.error));
	});

	return {
		alive: () => failure === null,
		ask(blocks) {
			const id = ++last;
			return new Promise((resolve, reject) => {
				questions.set(id, { resolve, reject });
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
