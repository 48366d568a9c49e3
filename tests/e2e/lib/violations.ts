import type { BrowserContext } from 'playwright/test';

/** Reports each resource or script that the content security policy blocks, and each string that Trusted Types block. */
const collect = () => {
	document.addEventListener('securitypolicyviolation', (event) => {
		const { effectiveDirective, blockedURI, sample, sourceFile, lineNumber } = event;
		const at = `${sourceFile}:${String(lineNumber)}`;
		const report = (window as unknown as { reportViolation: (line: string) => void })
			.reportViolation;
		report(`${location.pathname}: ${effectiveDirective} blocks ${blockedURI} ${sample} at ${at}`);
	});
};

/**
 * Records what the content security policy blocks in every document of the context from now on. Each violation is
 * recorded once, although the policies of the header and of the page both report it.
 */
export async function watchPolicy(context: BrowserContext): Promise<string[]> {
	const violations: string[] = [];
	const known = new Set<string>();
	await context.exposeFunction('reportViolation', (line: string) => {
		if (!known.has(line)) violations.push(line);
		known.add(line);
	});
	await context.addInitScript(collect);
	return violations;
}
