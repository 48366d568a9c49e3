import { chromium, type Browser } from 'playwright';
import { chromium as chromiumTool, chromiumFlags } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';

export const tool = toolForTests(chromiumTool);

/** Launches Chromium with its back/forward cache, which Playwright disables. */
export function launch(): Promise<Browser> {
	return chromium.launch({
		...(tool?.path && { executablePath: tool.path }),
		args: chromiumFlags,
		ignoreDefaultArgs: ['--disable-back-forward-cache']
	});
}
