// What runs in the browser, and the routes and entry points that serve it.
/** @typedef {import('./index.js').Folder} Folder */

/** @type {Folder[]} */
export const shared = [
	{
		name: 'protocol',
		path: 'src/lib/protocol/**',
		imports: [],
		packages: ['valibot'],
		reason:
			'protocol runs on both ends: it imports nothing but its validator, so that it stays pure and small'
	}
];

/** @type {Folder[]} */
export const browser = [
	{
		name: 'client',
		path: 'src/lib/client/**',
		imports: ['protocol'],
		packages: ['socket.io-client'],
		reason: 'client runs in the browser and shares with the server only the protocol'
	},
	{
		name: 'components',
		path: 'src/lib/components/**',
		imports: ['docs', 'phrases', 'ui'],
		packages: ['svelte'],
		reason:
			'components are presentation only: they get data as props and render in any page without a connection'
	},
	{
		name: 'ui',
		path: 'src/lib/ui/**',
		imports: [],
		types: ['markdown', 'hovers', 'search'],
		packages: ['minisearch'],
		reason:
			'ui is loaded by every page, demonstrations or not: it has the texts and scripts of the shell'
	},
	{
		name: 'docs',
		path: 'src/lib/docs/**',
		imports: ['ui'],
		types: ['markdown'],
		packages: ['$env', 'virtual:wirelab'],
		reason: 'docs derives navigation from the pages and knows neither demonstrations nor the server'
	},
	{
		name: 'inspector',
		path: 'src/lib/inspector/**',
		imports: ['client', 'protocol'],
		packages: ['svelte'],
		reason:
			'the inspector shows the bytes of any trace: demonstrations and laboratories import it, and it knows none of them'
	},
	{
		name: 'demo parts',
		path: 'src/lib/demos/*.{ts,svelte}',
		imports: ['client', 'inspector', 'protocol'],
		packages: ['svelte'],
		reason: 'what all demonstrations share knows none of them, and runs in the browser'
	},
	{
		name: 'demo',
		path: 'src/lib/demos/*/**',
		imports: ['demo parts', 'client', 'protocol', 'remote'],
		siblings: ['demo'],
		packages: ['svelte'],
		reason:
			'a demonstration stands alone and runs in the browser: share through client, protocol or the files beside its folder'
	},
	{
		name: 'lab',
		path: 'src/lib/labs/*/**',
		imports: ['demo parts', 'client', 'inspector', 'protocol', 'remote'],
		siblings: ['lab'],
		packages: ['svelte', 'socket.io-client', 'valibot'],
		reason:
			'a laboratory stands alone and runs in the browser: share through client, protocol or the files of src/lib/demos'
	}
];

/** @type {Folder[]} */
export const examples = [
	{
		name: 'host of the examples',
		path: 'src/lib/examples/host.server.ts',
		imports: ['server examples', 'realtime entry'],
		reason: 'it connects the examples to this site; the downloads replace it with another one'
	},
	{
		name: 'example kit',
		path: 'src/lib/examples/kit/**',
		imports: ['client', 'protocol'],
		packages: ['svelte', 'uqr', 'valibot'],
		reason: 'the kit runs in the browser and knows no example'
	},
	{
		name: 'example server',
		path: 'src/lib/examples/*/*.{server.ts,worker.js}',
		imports: ['host of the examples', 'server examples', 'protocol', 'guards', 'realtime base'],
		siblings: ['example', 'example server'],
		packages: ['@sveltejs/kit', 'valibot'],
		node: true,
		reason:
			'an example is a separate project: it reaches the server through host.server.ts and lib/server/examples'
	},
	{
		name: 'example',
		path: 'src/lib/examples/*/**',
		imports: ['example kit', 'demo parts', 'client', 'protocol'],
		siblings: ['example'],
		packages: ['svelte', 'valibot', 'yjs'],
		reason:
			'an example is a separate project and its files run in the browser, except for *.server.ts and *.worker.js'
	}
];

/** @type {Folder[]} */
export const pages = [
	{
		name: 'styles',
		path: ['src/app.css', 'src/styles/**'],
		imports: [],
		reason: 'styles import styles'
	},
	{
		name: 'routes',
		path: 'src/routes/**',
		imports: [
			...['components', 'docs', 'protocol', 'styles', 'ui'],
			...['host of the examples', 'example server', 'server examples'],
			...['realtime entry', 'tutorial']
		],
		packages: ['$app', '@sveltejs/kit', 'svelte', 'virtual:wirelab'],
		reason:
			'routes are thin: of the realtime module they import index.ts, which returns the one instance of the process'
	},
	{
		name: 'remote',
		path: 'src/lib/remote/**',
		imports: ['realtime entry'],
		packages: ['$app', '@sveltejs/kit', 'valibot'],
		reason: 'a remote function is an endpoint, and reaches rooms through realtime/index.ts'
	},
	{
		name: 'hooks',
		path: 'src/hooks.server.ts',
		imports: ['host', 'realtime entry', 'remote'],
		packages: ['$app', '@sveltejs/kit'],
		reason: 'hooks start the server and check requests, with what lib/server exports for that'
	},
	{
		name: 'entry',
		path: ['src/server.ts', 'src/handler.{js,d.ts}'],
		imports: ['host'],
		node: true,
		reason: 'the production entry listens and drains; everything else is bundled by SvelteKit'
	},
	{
		name: 'instance entry',
		path: 'src/instance.ts',
		imports: ['host', 'instances', 'realtime entry'],
		node: true,
		reason:
			'the program of an instance listens where its parent says; the realtime server does the rest'
	},
	{ name: 'globals', path: 'src/app.d.ts', imports: [], reason: 'it declares global types only' }
];
