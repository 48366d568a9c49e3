import { socketIoEndpoint, webSocketEndpoint } from './lib/endpoints.ts';
import { Program, root } from './lib/program.ts';
import { attackSample } from './lib/suite.ts';

const host = (name: string) => (isFast: boolean) =>
	Program.start({ args: ['--import', 'tsx', `tests/samples/hosts/${name}.ts`], cwd: root, isFast });

attackSample({
	name: 'the chat of the guide',
	endpoints: [webSocketEndpoint('/ws')],
	start: host('chat')
});
attackSample({
	name: 'the rooms of the guide',
	endpoints: [socketIoEndpoint()],
	start: host('rooms')
});
attackSample({
	name: 'the server of the guide for Express',
	endpoints: [webSocketEndpoint('/ws')],
	start: host('express')
});
attackSample({
	name: 'the operators of the guide',
	endpoints: [socketIoEndpoint('/operators', { token: 'secret' }, false)],
	start: host('operators')
});
