// What runs while building.
/** @typedef {import('./index.js').Folder} Folder */

const anyPackage = ['*', '*/**'];

/** @type {Folder[]} */
export const build = [
	{
		name: 'build',
		path: 'src/build/**',
		imports: ['host', 'settings', 'realtime entry', 'markdown'],
		packages: anyPackage,
		node: true,
		reason:
			'build configures Vite and SvelteKit, starts the realtime server in development, and shares a cache with markdown'
	},
	{
		name: 'downloads',
		path: 'src/downloads/**',
		imports: ['markdown'],
		packages: anyPackage,
		node: true,
		reason: 'downloads packs other folders as text, which it reads like markdown'
	},
	{
		name: 'hovers',
		path: 'src/hovers/**',
		imports: ['markdown'],
		packages: anyPackage,
		node: true,
		reason:
			'hovers asks TypeScript about the site while building: importing the site would run it inside its own build'
	},
	{
		name: 'plain pages',
		path: 'src/plain-pages/**',
		imports: ['markdown'],
		packages: anyPackage,
		reason: 'plain pages are written from the content while building, without the site'
	},
	{
		name: 'search',
		path: 'src/search/**',
		imports: ['markdown'],
		packages: anyPackage,
		reason: 'search reads the compiled pages while building, and nothing else of the site'
	},
	{
		name: 'phrases',
		path: 'src/markdown/phrases.ts',
		imports: [],
		reason:
			'components break titles where markdown breaks headings, so it imports nothing of either'
	},
	{
		name: 'markdown',
		path: 'src/markdown/**',
		imports: ['phrases'],
		packages: anyPackage,
		node: true,
		reason:
			'markdown runs while building and reads other folders as text: importing them would run the site inside its own build'
	}
];
