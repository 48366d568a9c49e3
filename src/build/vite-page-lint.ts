import { spawn, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/**
 * In development: checks each edited page as `npm run lint -- FILE` does, and shows its mistakes in the
 * terminal and in the browser. Runs in a separate process, because textlint and the type checker block for seconds.
 */
export function pageLint(): Plugin {
	return {
		name: 'wirelab:page-lint',
		apply: 'serve',
		configureServer({ watcher, config, environments: { client } }) {
			let running: ChildProcess | null = null;

			const check = (path: string): void => {
				const file = relative(config.root, path).split(sep).join('/');
				if (!/^content\/\w+\/.*\.md$/.test(file)) return;
				// The result for an earlier edit would be out of date.
				running?.kill();
				const child = spawn(
					process.execPath,
					['--import', 'tsx', 'scripts/lint-content.ts', file],
					{
						cwd: config.root,
						stdio: ['ignore', 'ignore', 'pipe']
					}
				);
				running = child;
				// The check must not delay the update that the browser shows.
				if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
				let output = '';
				child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
				child.on('close', (code, signal) => {
					if (signal !== null || code === 0) return;
					const mistakes = output.split('\n').filter((line) => line.startsWith(`${file}:`));
					const message = mistakes.length > 0 ? mistakes.join('\n') : output;
					config.logger.error(message);
					const err = { message, stack: '', plugin: 'wirelab:page-lint' };
					client.hot.send({ type: 'error', err });
				});
			};
			watcher.on('change', check);
			watcher.on('add', check);
		}
	};
}
