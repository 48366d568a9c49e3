import type { Plugin } from 'vite';

const mark = '?remote';

/**
 * Gives SvelteKit's remote functions separate copies of two stateless modules that its client also
 * imports. Bundlers place whole modules: otherwise every page would load the parts that only remote
 * functions use (most of devalue), although a single demonstration needs them.
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
