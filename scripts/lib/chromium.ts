import { chromium as playwright } from 'playwright';
import { ensureTool, findTool, type Found, type Missing, type Tool } from './tools.ts';

/** Any Chromium will do: the diagrams and the end-to-end tests need no certain version. */
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
	places(platform) {
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
	elsewhere: () => ({ path: playwright.executablePath(), source: "Playwright's folder" }),
	// The font too: without one that has Japanese, every diagram and screenshot shows boxes.
	packages: ['chromium', 'fonts-noto-cjk'],
	hint: 'npx playwright install chromium (or set CHROMIUM_PATH)'
};

/** The browser on this machine, or null. Installs nothing. */
export function findChromium(): Found | null {
	return findTool(chromium);
}

/** The browser on this machine, installed with apt if need be and allowed; or how to get it. */
export function ensureChromium(): Found | Missing {
	return ensureTool(chromium);
}

/**
 * Flags for a browser that talks to our own server only. The sandbox needs a user that is not
 * root; the rest keeps Chromium from calling its maker, which would blur what a page requests.
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
