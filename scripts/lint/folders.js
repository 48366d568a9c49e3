/**
 * What every folder of `src` may import; everything else is reported. A file belongs to the first entry
 * with a matching path.
 *
 * @typedef {object} Folder
 * @property {string} name
 * @property {string | string[]} path patterns of its files, from the root of the repository
 * @property {string[]} imports the folders that it may import, besides itself
 * @property {string[]} [types] the folders from which it may import types only
 * @property {string[]} [siblings] folders with a `*` in their path, of which it may import only the part with its own
 * name; this includes the folder itself, if it is listed
 * @property {string[]} [packages] packages and virtual modules
 * @property {boolean} [node] whether it may import modules of Node
 * @property {string} reason what would break: part of the lint message
 */

const realtime = 'src/lib/server/realtime';
const anyPackage = ['*', '*/**'];

/** @type {Folder[]} */
const shared = [
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
const browser = [
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
const examples = [
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
const pages = [
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
			'routes are thin: of the realtime module they import index.ts, which makes the one instance of the process'
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

/** @type {Folder[]} */
const server = [
	{
		name: 'settings',
		path: 'src/lib/server/*.ts',
		imports: ['build'],
		node: true,
		reason: 'settings are read before anything runs'
	},
	{
		name: 'host',
		path: 'src/lib/server/host/**',
		imports: [
			...['settings', 'protocol', 'build', 'example server', 'server examples'],
			...['realtime entry', 'guards', 'wire', 'log']
		],
		packages: ['vite'],
		node: true,
		reason:
			'the host listens, drains and answers in front of SvelteKit; it knows no room or transport'
	},
	{
		name: 'api',
		path: 'src/lib/server/api/**',
		imports: ['protocol', 'realtime base', 'guards', 'session', 'routing', 'steps', 'wire'],
		packages: ['valibot'],
		node: true,
		reason: 'the HTTP API publishes through the context, as transports do, and knows none of them'
	},
	{
		name: 'server examples',
		path: 'src/lib/server/examples/**',
		imports: ['protocol', 'api', 'realtime base', 'guards', 'wire'],
		types: ['broker'],
		packages: ['valibot', 'ws'],
		node: true,
		reason: 'what the servers of all examples share knows no example, and has no rooms itself'
	},
	{
		name: 'instances',
		path: 'src/lib/server/instances/**',
		imports: [
			...['protocol', 'settings', 'api', 'realtime base', 'guards', 'log', 'routing', 'wire']
		],
		node: true,
		reason:
			'an instance is a separate process: what starts it and forwards to it knows no room or transport'
	},
	{
		name: 'tutorial',
		path: 'src/lib/server/tutorial/**',
		imports: ['protocol', 'realtime base', 'steps', 'wire'],
		node: true,
		reason: 'the tutorial comes before rooms, so its endpoint depends on none of them'
	},
	{
		name: 'realtime entry',
		path: `${realtime}/{index,instance,server,stores,examples}.ts`,
		imports: [
			...['realtime base', 'broker', 'faults', 'guards', 'hub', 'log', 'operations', 'routing'],
			...['session', 'tap', 'transport', 'wire', 'api', 'instances', 'server examples', 'settings'],
			'protocol'
		],
		node: true,
		reason: 'it assembles the realtime module and knows nothing outside lib/server'
	},
	{
		name: 'realtime fixture',
		path: `${realtime}/fixture.ts`,
		imports: ['realtime base', 'broker', 'faults', 'guards', 'hub', 'session', 'settings'],
		packages: ['pino', 'vitest'],
		reason: 'only specs of transports import it, for a context without a server'
	},
	{
		name: 'realtime base',
		path: `${realtime}/*.ts`,
		imports: ['protocol', 'settings', 'steps'],
		types: ['faults', 'guards', 'hub', 'log', 'operations', 'session'],
		reason: 'it is imported by the whole realtime module, so it runs without any other part of it'
	},
	{
		name: 'faults',
		path: `${realtime}/faults/**`,
		imports: ['protocol', 'realtime base'],
		node: true,
		reason: 'a fault concerns a socket alone: no transport, hub or guard knows of it'
	},
	{
		name: 'steps',
		path: `${realtime}/tap/steps.ts`,
		imports: ['protocol'],
		node: true,
		reason: 'everything may report its steps, so steps imports nothing that does'
	},
	{
		name: 'tap',
		path: `${realtime}/tap/**`,
		imports: ['protocol', 'realtime base', 'guards', 'wire', 'steps'],
		packages: ['ws'],
		node: true,
		reason: 'the tap observes requests and sockets: nothing that it observes knows of it'
	},
	{
		name: 'wire',
		path: `${realtime}/wire/**`,
		imports: ['protocol'],
		packages: ['ws'],
		node: true,
		reason: 'wire writes bytes to a socket or response without knowing why'
	},
	{
		name: 'hub',
		path: `${realtime}/hub/**`,
		imports: ['protocol', 'realtime base', 'broker', 'session', 'steps'],
		node: true,
		reason: 'the hub knows connections, no transport: a sixth transport must not touch it'
	},
	{
		name: 'broker',
		path: `${realtime}/broker/**`,
		imports: ['protocol', 'realtime base', 'log'],
		packages: ['rate-limiter-flexible', 'redis', 'valibot'],
		node: true,
		reason:
			'a broker orders and keeps messages without knowing who listens: it hands them to a callback'
	},
	{
		name: 'session',
		path: `${realtime}/session/**`,
		imports: ['protocol', 'settings', 'realtime base', 'guards', 'broker'],
		packages: ['cookie', 'jose', 'valibot'],
		node: true,
		reason: 'a session says who somebody is; it knows neither rooms nor transports'
	},
	{
		name: 'guards',
		path: `${realtime}/guards/**`,
		imports: ['protocol', 'settings', 'realtime base', 'session', 'log', 'steps'],
		packages: ['rate-limiter-flexible'],
		node: true,
		reason: 'a guard checks a request before any transport, hub or broker has seen it'
	},
	{
		name: 'routing',
		path: `${realtime}/routing/**`,
		imports: ['protocol', 'realtime base', 'guards', 'wire', 'api'],
		node: true,
		reason: 'routers hand requests and upgrades to handlers, which index.ts registers'
	},
	{
		name: 'log',
		path: `${realtime}/operations/log.ts`,
		imports: ['settings'],
		packages: ['pino'],
		reason: 'everything may log, so the log imports nothing that logs'
	},
	{
		name: 'operations',
		path: `${realtime}/operations/**`,
		imports: ['protocol', 'realtime base', 'guards', 'hub', 'wire'],
		types: ['realtime entry'],
		packages: ['prom-client'],
		node: true,
		reason: 'operations observe: nothing depends on whether somebody looks at the metrics'
	},
	{
		name: 'transport',
		path: `${realtime}/transports/*/**`,
		imports: [
			...['protocol', 'realtime base', 'broker', 'guards', 'hub', 'log'],
			...['routing', 'session', 'steps', 'wire']
		],
		siblings: ['transport'],
		packages: [
			...['engine.io', 'redis', 'socket.io', 'socket.io-adapter', '@socket.io/*'],
			...['valibot', 'ws']
		],
		node: true,
		reason:
			'transports are read side by side and share only the hub: what two of them need belongs beside them, not in one of them'
	}
];

/** @type {Folder[]} */
const build = [
	{
		name: 'build',
		path: 'src/build/**',
		imports: ['host', 'settings', 'realtime entry', 'markdown'],
		packages: anyPackage,
		node: true,
		reason:
			'build configures Vite and SvelteKit, starts the same server in development, and shares a cache with markdown'
	},
	{
		name: 'downloads',
		path: 'src/downloads/**',
		imports: [],
		packages: anyPackage,
		node: true,
		reason: 'downloads packs other folders as text'
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

export const folders = [...shared, ...browser, ...examples, ...pages, ...server, ...build];
