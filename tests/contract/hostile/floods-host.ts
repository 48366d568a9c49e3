import { startServer } from '../lib/server.ts';

// A process of its own: what a flood does to the event loop must not slow down the test that measures it.
const env = JSON.parse(process.env['FLOODS_ENV'] ?? '{}') as Record<string, string>;
const { port, close } = await startServer(env);
process.send?.({ port });
process.on('disconnect', () => void close().then(() => process.exit()));
