import type { Tool } from './tools.ts';

/** Firefox, which tests control over WebDriver BiDi. */
export const firefox: Tool = {
	name: 'Firefox',
	variable: 'FIREFOX_PATH',
	commands: ['firefox-esr', 'firefox'],
	knownPaths: (platform) =>
		platform === 'darwin' ? ['/Applications/Firefox.app/Contents/MacOS/firefox'] : [],
	packages: ['firefox-esr'],
	hint: 'install Firefox (apt-get install firefox-esr) or set FIREFOX_PATH'
};
