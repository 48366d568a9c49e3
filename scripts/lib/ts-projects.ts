/**
 * The TypeScript projects of this repository: one for each environment in which code runs, and one for the whole
 * repository. A file is checked in every project that imports it, with that project's globals only.
 */
export interface TsProject {
	name: string;
	/** The path of its tsconfig, relative to the repository root. */
	config: string;
	/** Whether svelte-check checks it, because it contains components. */
	isSvelte?: true;
	/** The project that has to be checked first, because it writes declarations that this one uses. */
	after?: string;
}

export const tsProjects: TsProject[] = [
	{ name: 'shared', config: 'tsconfig/shared.json' },
	{ name: 'server', config: 'tsconfig/server.json' },
	{ name: 'browser', config: 'tsconfig/browser.json', isSvelte: true, after: 'server' },
	{ name: 'build', config: 'tsconfig/build.json' },
	// For code that imports from several environments (tests), and for editors.
	{ name: 'everything', config: 'tsconfig.json' }
];
