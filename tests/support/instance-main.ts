/**
 * One instance of the realtime server in its own process, started and killed by tests/support/instance.ts.
 * Reads its settings from the environment and sends its port to the parent.
 */
import { startServer } from '../contract/lib/server.ts';

const { PATH: _, ...env } = process.env;
const server = await startServer(
	Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? '']))
);
process.once('SIGTERM', () => {
	void server.realtime.drain().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
process.send?.(server.port);
