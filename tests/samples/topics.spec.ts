import { webSocketEntrance } from './lib/entrances.ts';
import { Program, root } from './lib/program.ts';
import { attackSample } from './lib/suite.ts';

attackSample({
	name: 'a server with the heartbeat',
	entrances: [webSocketEntrance('/ws')],
	start: (isFast) =>
		Program.start({
			args: ['--import', 'tsx', 'tests/samples/hosts/heartbeat.ts'],
			cwd: root,
			isFast
		})
});
