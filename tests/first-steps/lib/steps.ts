import type { ReaderProject } from './project.ts';
import {
	waitForTimes,
	sendMessage,
	visitPage,
	visitSocketIo,
	visitSse,
	visitWebSocket
} from './visits.ts';

/** One action of a reader. */
export interface Action {
	/** A description for reports. */
	what: string;
	/** @param browser path of a Chromium; null where there is none */
	run(project: ReaderProject, browser: string | null): Promise<void>;
}

/** The sections of the page, in their order. */
export const stepNames = ['create', 'sse', 'websocket', 'socket-io', 'production'] as const;
export type StepName = (typeof stepNames)[number];

const checkTypes: Action = {
	what: 'npm run check',
	run: (project) => project.run('npm run check')
};

const copyStep = (folder: string): Action => ({
	what: `copy the files of ${folder}`,
	run: (project) => project.copyStep(folder)
});

/** Starts the development server, visits it with clients and with a browser, and stops it. */
const visitInDev = (
	path: string,
	check: Parameters<typeof visitPage>[2],
	...visits: ((url: string) => Promise<void>)[]
): Action => ({
	what: `npm run dev, and open ${path}`,
	async run(project, browser) {
		const url = await project.startDev();
		for (const visit of visits) await visit(url);
		if (browser !== null) await visitPage(browser, `${url}${path}`, check);
		await project.stop();
	}
});

export const steps: Record<StepName, readonly Action[]> = {
	create: [
		{ what: 'create the project', run: (project) => project.runPrinted('create') },
		visitInDev('/', (page) => page.getByRole('heading', { name: 'Welcome to SvelteKit' }).waitFor())
	],
	sse: [copyStep('1-sse'), checkTypes, visitInDev('/sse', waitForTimes, visitSse)],
	websocket: [
		{ what: 'install ws and adapter-node', run: (project) => project.runPrinted('websocket') },
		copyStep('2-websocket'),
		checkTypes,
		visitInDev('/websocket', sendMessage, visitWebSocket)
	],
	'socket-io': [
		{ what: 'install Socket.IO', run: (project) => project.runPrinted('socket-io') },
		copyStep('3-socket-io'),
		checkTypes,
		visitInDev('/socket-io', sendMessage, visitSocketIo, visitWebSocket)
	],
	production: [
		copyStep('4-production'),
		checkTypes,
		{
			what: 'npm run build, and node server.js',
			async run(project) {
				const url = await project.startProduction();
				for (const visit of [visitSse, visitWebSocket, visitSocketIo]) await visit(url);
				await project.stop();
			}
		}
	]
};

/** Runs all actions of a step. @throws the error of the first failing action */
export async function takeStep(
	name: StepName,
	project: ReaderProject,
	browser: string | null
): Promise<void> {
	for (const { run } of steps[name]) await run(project, browser);
}
