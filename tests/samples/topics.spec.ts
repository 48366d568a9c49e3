import { webSocketEndpoint } from './lib/endpoints.ts';
import { Program, root } from './lib/program.ts';
import { attackSample } from './lib/suite.ts';

attackSample({
	name: 'a server with the heartbeat',
	endpoints: [webSocketEndpoint('/ws')],
	start: (isFast) =>
		Program.start({
			args: ['--import', 'tsx', 'tests/samples/hosts/heartbeat.ts'],
			cwd: root,
			isFast
		})
});
