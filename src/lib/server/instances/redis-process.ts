import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { maxRedisMb, readyCheckMs, startTimeoutMs } from './limits.ts';

/**
 * Starts and kills Redis on request. When the standard input of this script ends, it kills Redis and deletes the
 * folder: also when the Node process was killed, which no handler there could notice. `$1` is the folder, the rest is
 * the command.
 */
const watchdog = `
folder=$1; shift
redis=
stop() {
	[ -n "$redis" ] && kill -9 "$redis" && wait "$redis"
	redis=
}
while read -r request; do
	case $request in
		start) "$@" </dev/null >/dev/null & redis=$!; echo "$redis" ;;
		stop) stop; echo 0 ;;
	esac
done
stop
rm -rf "$folder"
`;

/** A Redis with its own folder, reached by a Unix socket, that writes to disk before it answers. */
export class RedisProcess {
	readonly url: string;
	readonly #socketPath: string;
	readonly #watchdog: ChildProcess;
	readonly #ended: Promise<unknown>;
	#pid = 0;

	/** @param folder deleted by `end`, or when this Node process ends */
	constructor(program: string, folder: string) {
		this.#socketPath = join(folder, 'redis.sock');
		this.url = pathToFileURL(this.#socketPath).href.replace(/^file:/, 'unix:');
		const command = [
			...[program, '--port', '0', '--unixsocket', this.#socketPath, '--unixsocketperm', '700'],
			...['--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
			...['--maxmemory', `${maxRedisMb}mb`]
		];
		const args = ['-c', watchdog, 'redis-watchdog', folder, ...command];
		// In its own process group: Ctrl-C in a terminal reaches only this server, which then ends everything in order.
		this.#watchdog = spawn('sh', args, { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
		this.#watchdog.stdin?.on('error', () => undefined);
		this.#ended = new Promise((resolve) => this.#watchdog.once('close', resolve));
		this.#watchdog.on('error', () => undefined);
	}

	/** The process id of Redis; 0 while it is stopped. */
	get pid(): number {
		return this.#pid;
	}

	/**
	 * Starts Redis, unless it runs. Resolves when it has loaded its data.
	 * @throws Error if that takes too long
	 */
	async start(): Promise<void> {
		if (this.#pid !== 0) return;
		this.#pid = await this.#request('start');
		for (const deadline = performance.now() + startTimeoutMs; !(await this.#answers());) {
			if (performance.now() > deadline) throw new Error('redis-server did not answer');
			await sleep(readyCheckMs);
		}
	}

	/** Kills Redis (SIGKILL). `start` starts it again with the same data. */
	async stop(): Promise<void> {
		if (this.#pid !== 0) this.#pid = await this.#request('stop');
	}

	/** Kills Redis and deletes the folder. */
	async end(): Promise<void> {
		this.#watchdog.stdin?.end();
		await this.#ended;
		this.#pid = 0;
	}

	async #request(name: 'start' | 'stop'): Promise<number> {
		const { stdin, stdout } = this.#watchdog;
		if (!stdin?.writable || !stdout) throw new Error('The watchdog of Redis has ended.');
		stdin.write(`${name}\n`);
		const [line] = (await Promise.race([once(stdout, 'data'), this.#ended])) as [Buffer];
		return Number(String(line));
	}

	async #answers(): Promise<boolean> {
		const socket = connect(this.#socketPath);
		try {
			await once(socket, 'connect');
			socket.write('PING\r\n');
			const [reply] = (await once(socket, 'data')) as [Buffer];
			return reply.toString().startsWith('+PONG');
		} catch {
			return false;
		} finally {
			socket.destroy();
		}
	}
}
