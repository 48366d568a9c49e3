declare global {
	var problems: string[];
}

/** Runs in the page before its own scripts: records the errors and warnings that the console would show. */
export function recordProblems(): void {
	globalThis.problems = [];
	const add = (text: unknown) => globalThis.problems.push(String(text));
	for (const level of ['error', 'warn'] as const) {
		// eslint-disable-next-line no-console -- it records what pages write
		console[level] = (...parts: unknown[]) => add(parts.map(String).join(' '));
	}
	// Captured, because the errors of files that cannot be loaded do not bubble.
	addEventListener(
		'error',
		(event) => {
			const { target } = event;
			const isFile = target instanceof Element;
			add(isFile ? `cannot load ${target.outerHTML.slice(0, 200)}` : event.message);
		},
		true
	);
	addEventListener('unhandledrejection', ({ reason }) => add(reason));
	addEventListener('securitypolicyviolation', (event) =>
		add(`${event.effectiveDirective} blocked ${event.blockedURI} ${event.sourceFile}`)
	);
}
