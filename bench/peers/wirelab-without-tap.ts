import { register } from 'node:module';

// Our own server without the tap, to see what the tap costs while nobody uses it.
register('../lib/without-tap.ts', import.meta.url);
const [used, { Tap }] = await Promise.all([
	import('../../src/lib/server/realtime/tap/index.ts'),
	import('../lib/no-tap.ts')
]);
// Otherwise the bench would compare the server with itself.
if (!Object.is(used.Tap, Tap)) throw new Error('The tap has not been replaced.');
await import('./wirelab.ts');
