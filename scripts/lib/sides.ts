/**
 * The TypeScript projects of this repository, one for each place where code runs. A file is checked
 * without the globals of the other places, and in every project that imports it.
 */
export interface Side {
	name: string;
	/** Its configuration, from the root. */
	config: string;
	/** Whether it has components, which TypeScript alone does not check. */
	svelte?: true;
	/** The side that writes declarations for it. */
	after?: string;
}

export const sides: Side[] = [
	{ name: 'shared', config: 'tsconfig/shared.json' },
	{ name: 'server', config: 'tsconfig/server.json' },
	{ name: 'browser', config: 'tsconfig/browser.json', svelte: true, after: 'server' },
	{ name: 'build', config: 'tsconfig/build.json' },
	// What sees both sides: tests, and the editor.
	{ name: 'everything', config: 'tsconfig.json' }
];
