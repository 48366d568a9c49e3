import { startServer } from '../lib/server.ts';

// A separate process, so that the flood does not block the event loop of the test that measures it.
const env = JSON.parse(process.env['FLOODS_ENV'] ?? '{}') as Record<string, string>;
const { port, close } = await startServer(env);
process.send?.({ port });
process.on('disconnect', () => void close().then(() => process.exit()));
