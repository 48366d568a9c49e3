import type { Tool } from './tools.ts';

/** The engine of Safari and of all browsers on iOS, in its GTK version, which runs on Linux only. */
export const webKit: Tool = {
	name: 'WebKitWebDriver',
	variable: 'WEBKIT_DRIVER_PATH',
	commands: ['WebKitWebDriver'],
	packages: ['webkit2gtk-driver'],
	hint: 'on Linux, apt-get install webkit2gtk-driver, or set WEBKIT_DRIVER_PATH'
};

/** The display for WebKit, which cannot run without one. */
export const xvfb: Tool = {
	name: 'Xvfb',
	variable: 'XVFB_PATH',
	commands: ['Xvfb'],
	packages: ['xvfb'],
	hint: 'on Linux, apt-get install xvfb, or set XVFB_PATH'
};
