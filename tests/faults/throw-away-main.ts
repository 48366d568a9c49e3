/**
 * Runs a throw-away server, and prints the ids of the server's processes and the path of its folder:
 * tests/faults/throw-away-processes.spec.ts starts this program and kills it. The arguments are those of Node that
 * run an instance.
 */
import { pino } from 'pino';
import { parseConfig } from '../../src/lib/server/config.ts';
import { Instances } from '../../src/lib/server/instances/instances.ts';
import { until } from '../contract/lib/wait.ts';

const instances = new Instances(parseConfig({ ...process.env }), pino({ level: 'silent' }));
instances.offer(process.argv.slice(2));
const { id } = instances.create('192.0.2.1');
await until(() => instances.status(id).state === 'ready', 'the instance');
const [{ pids, folder } = { pids: [], folder: '' }] = instances.running;
process.stdout.write(`${JSON.stringify({ pids, folder })}\n`);
// Keeps the process alive: the timer of the instances does not.
setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => process.exit(0));
