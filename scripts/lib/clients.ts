import type { Machine, Tool } from './tools.ts';

/** curl, as the simplest SSE client. */
export const curl: Tool = {
	name: 'curl',
	variable: 'CURL_PATH',
	commands: ['curl'],
	packages: ['curl'],
	hint: 'install curl or set CURL_PATH'
};

/** tshark, the command-line program of Wireshark. */
export const tshark: Tool = {
	name: 'tshark',
	variable: 'TSHARK_PATH',
	commands: ['tshark'],
	packages: ['tshark'],
	hint: 'install Wireshark with tshark or set TSHARK_PATH'
};

/** Python with independent clients: websockets, python-socketio and aiohttp. */
export const python: Tool = {
	name: 'Python with websockets, socketio and aiohttp',
	variable: 'PYTHON_PATH',
	commands: ['python3', 'python'],
	// A Python from a version manager may precede Debian's on PATH, without the libraries.
	knownPaths: (platform) => (platform === 'linux' ? ['/usr/bin/python3'] : []),
	probe: hasLibraries,
	packages: ['python3', 'python3-websockets', 'python3-socketio', 'python3-aiohttp'],
	hint: 'pip install websockets "python-socketio[asyncio_client]" aiohttp (or set PYTHON_PATH)'
};

function hasLibraries(path: string, machine: Machine): boolean {
	return machine.run(path, ['-c', 'import websockets, socketio, aiohttp']).ok;
}
