/**
 * One instance of the realtime server as a process of its own: tests/support/instance.ts starts it and ends
 * it as it pleases. Settings come from the environment; it tells its parent the port.
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
