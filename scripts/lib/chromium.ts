import { chromium as playwright, type Browser } from 'playwright';
import { ensureTool, type Tool } from './tools.ts';

/** Chromium, or another browser that is built on it: for drawings, recordings, measurements and tests. */
export const chromium: Tool = {
	name: 'Chromium',
	variable: 'CHROMIUM_PATH',
	commands: [
		'chromium',
		'chromium-browser',
		'google-chrome',
		'google-chrome-stable',
		'chrome',
		'msedge',
		'microsoft-edge'
	],
	knownPaths(platform) {
		if (platform === 'darwin') {
			return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
				(app) => `/Applications/${app}.app/Contents/MacOS/${app}`
			);
		}
		if (platform === 'win32') {
			return ['Program Files', 'Program Files (x86)'].flatMap((folder) => [
				`C:\\${folder}\\Google\\Chrome\\Application\\chrome.exe`,
				`C:\\${folder}\\Microsoft\\Edge\\Application\\msedge.exe`
			]);
		}
		return [];
	},
	fallback: () => ({ path: playwright.executablePath(), source: "Playwright's folder" }),
	// Without a Japanese font, diagrams and screenshots show boxes.
	packages: ['chromium', 'fonts-noto-cjk'],
	hint: 'npx playwright install chromium (or set CHROMIUM_PATH)'
};

/**
 * Starts the browser, and installs it with apt first if it is missing and that is allowed.
 *
 * @throws Error if there is no browser and none can be installed
 */
export async function launchChromium(): Promise<Browser> {
	const found = ensureTool(chromium);
	if (found.path === null) throw new Error(found.reason);
	return playwright.launch({ executablePath: found.path, args: chromiumFlags });
}

/**
 * Flags for a browser that connects to our own server only. The sandbox does not work for root, and there may
 * be no GPU. The other flags disable HTTP/3, the first-run page, and Chromium's own requests, which would mix
 * with those of a page.
 */
export const chromiumFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
