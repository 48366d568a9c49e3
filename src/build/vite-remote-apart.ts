import type { Plugin } from 'vite';

const mark = '?remote';

/**
 * Gives SvelteKit's remote functions copies of their own of two stateless modules that its client also
 * uses. Bundlers place whole modules: the parts that only remote functions need (most of devalue) would
 * otherwise travel with every page, although one demonstration uses them, after it has come into view.
 */
export function remoteApart(): Plugin {
	return {
		name: 'wirelab:remote-apart',
		apply: 'build',
		enforce: 'pre',
		async resolveId(source, importer, options) {
			if (this.environment.name !== 'client' || importer === undefined) return null;
			const isRemote =
				importer.includes('/runtime/client/remote-functions/') || importer.endsWith(mark);
			if (!isRemote) return null;
			const resolved = await this.resolve(source, importer.replace(mark, ''), {
				...options,
				skipSelf: true
			});
			if (resolved === null || resolved.external) return resolved;
			const isShared =
				resolved.id.endsWith('/kit/src/runtime/shared.js') || resolved.id.includes('/devalue/');
			return isShared ? { ...resolved, id: resolved.id + mark } : resolved;
		}
	};
}
