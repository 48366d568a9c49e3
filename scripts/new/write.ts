import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** Formats and writes files; returns their paths. @throws Error before writing anything if one of them exists */
export async function writeSkeleton(
	root: string,
	files: ReadonlyMap<string, string>
): Promise<string[]> {
	const paths = [...files.keys()];
	const taken = paths.find((path) => existsSync(join(root, path)));
	if (taken !== undefined) throw new Error(`${taken} already exists`);
	for (const [path, text] of files) {
		const file = join(root, path);
		mkdirSync(dirname(file), { recursive: true });
		// As in .prettierignore, pages stay as they are.
		writeFileSync(file, path.endsWith('.md') ? text : await formatted(file, text));
	}
	return paths;
}

const config = fileURLToPath(new URL('../../.prettierrc.json', import.meta.url));

async function formatted(filepath: string, text: string): Promise<string> {
	return format(text, { ...(await resolveConfig(filepath, { config })), filepath });
}
