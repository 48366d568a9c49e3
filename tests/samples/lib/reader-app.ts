import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './program.ts';

const buildLimitMs = 300_000;

/** A built SvelteKit application with the printed endpoints and servers. */
export interface ReaderApp {
	folder: string;
	/** The path of the printed remote function. */
	remotePath: string;
	remove(): Promise<void>;
}

/** Builds an application from the files of the first steps, with the packages of this project. */
export async function buildReaderApp(): Promise<ReaderApp> {
	const folder = await mkdtemp(join(tmpdir(), 'reader-app-'));
	const from = (path: string) => cp(join(root, 'tests', path), folder, { recursive: true });
	for (const step of ['1-sse', '2-websocket', '3-socket-io', '4-production']) {
		await from(`first-steps/steps/${step}`);
	}
	// samples/app comes last, because it replaces the steps' configuration, which does not enable query.live.
	await from('samples/app');
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	const env = { PATH: process.env.PATH, HOME: process.env.HOME };
	await promisify(execFile)(process.execPath, [vite, 'build'], {
		cwd: folder,
		env,
		timeout: buildLimitMs
	});
	return {
		folder,
		remotePath: `/_app/remote/${await remoteId(join(folder, 'build/client'))}`,
		remove: () => rm(folder, { recursive: true, force: true })
	};
}

async function remoteId(client: string): Promise<string> {
	const files = await readdir(client, { recursive: true });
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const id = /[\w-]+\/uptime/.exec(await readFile(join(client, file), 'utf8'))?.[0];
		if (id !== undefined) return id;
	}
	throw new Error('the build contains no remote function');
}
