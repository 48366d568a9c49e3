import { privateRoom, randomId } from '../../src/lib/protocol/room.ts';
import { socketIoEndpoint, streamEndpoint, webSocketEndpoint } from '../samples/lib/endpoints.ts';
import { Program, root } from '../samples/lib/program.ts';
import { attackSample } from '../samples/lib/suite.ts';

const room = privateRoom('attacks');

attackSample({
	name: 'the server of this site',
	endpoints: [
		webSocketEndpoint(`/ws?room=${room}`, {
			messageFor: (text) => JSON.stringify({ type: 'message', text, clientId: randomId(12) })
		}),
		socketIoEndpoint('/', {}, false),
		// All readers share its interval; its own spec tests whether it skips values.
		{ ...streamEndpoint('SSE of the tutorial', '/api/events'), hasClock: false },
		{ ...streamEndpoint('SSE of a room', `/api/rooms/${room}/events`), hasClock: false }
	],
	start: (isFast) =>
		Program.start({
			args: ['build'],
			cwd: root,
			isFast,
			env: { RATE_LIMIT_MESSAGES: '0', MAX_CONNECTIONS_PER_IP: '0' }
		})
});
