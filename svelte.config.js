import adapter from './src/adapter.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
	extensions: ['.svelte', '.md'],
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter(),
		prerender: { handleHttpError: 'fail', handleMissingId: 'fail' }
	}
};
