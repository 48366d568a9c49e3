import adapter from './src/adapter.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
	extensions: ['.svelte', '.md'],
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter(),
		prerender: { handleHttpError: 'fail', handleMissingId: 'fail' },
		typescript: {
			// SvelteKit's own list has src and tests only; these are programs too.
			config: (config) => ({
				...config,
				include: [
					...config.include,
					'../*.js',
					'../*.ts',
					'../scripts/**/*.js',
					'../scripts/**/*.ts'
				]
			})
		}
	}
};
