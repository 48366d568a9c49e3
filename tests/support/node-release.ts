import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A separate Node, for tests with another version than the one that runs them. */
export interface NodeRelease {
	/** The folder of `node`, to be put first on PATH. */
	folder: string;
	remove(): Promise<void>;
}

/** Installs a Node from the npm registry. `range` is a version or a range, such as `22` or `^22.17.0`. */
export async function installNode(range: string): Promise<NodeRelease> {
	const name = `node-${process.platform}-${process.arch}`;
	const prefix = await mkdtemp(join(tmpdir(), 'node-release-'));
	const remove = () => rm(prefix, { recursive: true, force: true });
	try {
		const args = ['install', '--prefix', prefix, '--no-audit', '--no-fund', '--prefer-offline'];
		await promisify(execFile)('npm', [...args, `${name}@${range}`], { timeout: 240_000 });
	} catch (error) {
		await remove();
		throw error;
	}
	return { folder: join(prefix, 'node_modules', name, 'bin'), remove };
}
