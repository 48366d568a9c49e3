import { socketIoEntrance, webSocketEntrance } from './lib/entrances.ts';
import { Program, root } from './lib/program.ts';
import { attackSample } from './lib/suite.ts';

const host = (name: string) => (isFast: boolean) =>
	Program.start({ args: ['--import', 'tsx', `tests/samples/hosts/${name}.ts`], cwd: root, isFast });

attackSample({
	name: 'the chat of the guide',
	entrances: [webSocketEntrance('/ws')],
	start: host('chat')
});
attackSample({
	name: 'the rooms of the guide',
	entrances: [socketIoEntrance()],
	start: host('rooms')
});
attackSample({
	name: 'the server of the guide for Express',
	entrances: [webSocketEntrance('/ws')],
	start: host('express')
});
attackSample({
	name: 'the operators of the guide',
	entrances: [socketIoEntrance('/operators', { token: 'secret' }, false)],
	start: host('operators')
});
