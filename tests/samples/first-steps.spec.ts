import { afterAll } from 'vitest';
import {
	pollEntrance,
	socketIoEntrance,
	streamEntrance,
	webSocketEntrance
} from './lib/entrances.ts';
import { Program } from './lib/program.ts';
import { buildReaderApp } from './lib/reader-app.ts';
import { attackSample } from './lib/suite.ts';

const app = await buildReaderApp();
afterAll(app.remove);

attackSample({
	name: 'the production server of the first steps, with the endpoints of the guide',
	entrances: [
		webSocketEntrance('/ws'),
		socketIoEntrance(),
		streamEntrance('SSE', '/api/events'),
		streamEntrance('the shortest SSE', '/api/clock'),
		pollEntrance('/api/poll'),
		{ ...streamEntrance('query.live', app.remotePath), hasClock: false }
	],
	start: (isFast) => Program.start({ args: ['server.js'], cwd: app.folder, isFast })
});
