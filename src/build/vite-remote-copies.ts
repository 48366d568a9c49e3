import type { Plugin } from 'vite';

const query = '?remote';

/**
 * Gives SvelteKit's remote functions separate copies of stateless code that SvelteKit's client also imports: its
 * `shared.js` and devalue. A bundler puts a whole module into one chunk: without copies every page would load the parts
 * that only remote functions use (most of devalue), although few demonstrations and laboratories need them.
 */
export function remoteCopies(): Plugin {
	return {
		name: 'wirelab:remote-copies',
		apply: 'build',
		enforce: 'pre',
		async resolveId(source, importer, options) {
			if (this.environment.name !== 'client' || importer === undefined) return null;
			const isRemote =
				importer.includes('/runtime/client/remote-functions/') || importer.endsWith(query);
			if (!isRemote) return null;
			const resolved = await this.resolve(source, importer.replace(query, ''), {
				...options,
				skipSelf: true
			});
			if (resolved === null || resolved.external) return resolved;
			const isShared =
				resolved.id.endsWith('/kit/src/runtime/shared.js') || resolved.id.includes('/devalue/');
			return isShared ? { ...resolved, id: resolved.id + query } : resolved;
		}
	};
}
