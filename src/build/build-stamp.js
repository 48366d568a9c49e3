import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the file in the build folder that identifies the sources of the build. */
export const stampFile = '.source-stamp';

const folders = ['src', 'content', 'static'];
const files = ['package.json', 'package-lock.json', 'tsconfig.json'];
/** Variables whose values the build writes into the pages. */
const variables = ['PUBLIC_SITE_URL', 'PUBLIC_REPO_URL'];

/**
 * Two lines: a hash of the site's sources and configuration, and the variables that a build writes into pages, as
 * JSON. The hash covers contents, not modification times, which a clone or a copy changes. Of specs and of the files
 * outside `folders` it covers those that pages print, such as tests/samples and deploy.
 * @param {string} root the project's folder
 * @param {Record<string, string | undefined>} env
 */
export function sourceStamp(root, env) {
	const hash = createHash('sha256');
	const configs = readdirSync(root).filter((name) => /\.config\.[jt]s$|^\.env/.test(name));
	const own = [...files, ...configs, ...folders.flatMap((name) => filesIn(root, name))];
	const printed = own
		.filter((path) => path.endsWith('.md'))
		.flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(/\bfile=([^#\s]+)/g)])
		.map(([, path = '']) => path);
	for (const path of [...new Set([...own, ...printed])].sort()) {
		const content = readIfFile(join(root, path));
		if (content) hash.update(`${path}\0${content.length}\0`).update(content);
	}
	const baked = variables.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
	return `${hash.digest('hex')}\n${JSON.stringify(Object.fromEntries(baked))}\n`;
}

/**
 * The variables that a build has written into its pages, from its stamp.
 * @param {string} stamp
 * @returns {Record<string, string>}
 */
export function bakedVariables(stamp) {
	return JSON.parse(stamp.split('\n')[1] || '{}');
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]} paths from the root, without specs
 */
function filesIn(root, folder) {
	if (!statSync(join(root, folder), { throwIfNoEntry: false })) return [];
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((item) => {
		const path = `${folder}/${item.name}`;
		if (item.isDirectory()) return filesIn(root, path);
		return item.name.endsWith('.spec.ts') ? [] : [path];
	});
}

/** @param {string} path */
function readIfFile(path) {
	return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : null;
}
