import { getRealtime } from '../server/realtime/index.ts';
import type { ExampleHost } from '../server/examples/host.ts';

/** The server of this site, on which the examples run. */
export const host: ExampleHost = {
	journal: (...about) => getRealtime().examples.journal(...about),
	sign: (text) => getRealtime().examples.sign(text),
	addressOf: (event) => getRealtime().examples.addressOf(event),
	figures: () => getRealtime().examples.figures()
};
