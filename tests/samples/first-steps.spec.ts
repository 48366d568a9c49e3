import { afterAll } from 'vitest';
import {
	pollEndpoint,
	socketIoEndpoint,
	streamEndpoint,
	webSocketEndpoint
} from './lib/endpoints.ts';
import { Program } from './lib/program.ts';
import { buildReaderApp } from './lib/reader-app.ts';
import { attackSample } from './lib/suite.ts';

const app = await buildReaderApp();
afterAll(app.remove);

attackSample({
	name: 'the production server of the first steps, with the endpoints of the guide',
	endpoints: [
		webSocketEndpoint('/ws'),
		socketIoEndpoint(),
		streamEndpoint('SSE', '/api/events'),
		streamEndpoint('the shortest SSE', '/api/clock'),
		pollEndpoint('/api/poll'),
		{ ...streamEndpoint('query.live', app.remotePath), hasClock: false }
	],
	start: (isFast) => Program.start({ args: ['server.js'], cwd: app.folder, isFast })
});
