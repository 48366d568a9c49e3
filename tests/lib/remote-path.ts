import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const chunks = fileURLToPath(new URL('../../build/client/_app/immutable/chunks', import.meta.url));

/** The path of the remote function `newestMessages` in the build, which SvelteKit derives from its file. */
export function remotePath(): string {
	for (const file of readdirSync(chunks)) {
		const [id] = /[\w-]+\/newestMessages/.exec(readFileSync(`${chunks}/${file}`, 'utf8')) ?? [];
		if (id !== undefined) return `/_app/remote/${id}`;
	}
	throw new Error('no chunk of the build contains the remote function newestMessages');
}
