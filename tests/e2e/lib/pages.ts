import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../../build/prerendered', import.meta.url));

/** The guide: the longest page, with every kind of content on it. */
export const guide = '/sveltekit/server/websocket-sse/';

/**
 * The paths of all pages that the build has prerendered from `content/`.
 *
 * @throws without a build, or if the guide is not in it
 */
export function pages(): string[] {
	if (!existsSync(built)) throw new Error('the tests need the built site: npm run build');
	const paths = readdirSync(built, { recursive: true, encoding: 'utf8' })
		.map((file) => `/${file.replaceAll('\\', '/')}`)
		.filter((file) => file.endsWith('/index.html'))
		.map((file) => file.slice(0, -'index.html'.length))
		.sort();
	if (!paths.includes(guide)) throw new Error(`no ${guide} among ${paths.join(' ')}`);
	return paths;
}
