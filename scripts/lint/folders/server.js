// What lies under `src/lib/server`.
/** @typedef {import('./index.js').Folder} Folder */

const realtime = 'src/lib/server/realtime';

/** @type {Folder[]} */
export const server = [
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
		reason: 'it assembles the realtime module and knows nothing outside lib/server but the protocol'
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
		reason:
			'the hub knows connections but no transport: adding a sixth transport must not change it'
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
