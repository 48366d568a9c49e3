import type { Machine, Tool } from './tools.ts';

/** curl, the plainest reader of an SSE stream. */
export const curl: Tool = {
	name: 'curl',
	variable: 'CURL_PATH',
	commands: ['curl'],
	packages: ['curl'],
	hint: 'install curl or set CURL_PATH'
};

/** A Python with the two libraries that talk to us as strangers: websockets and python-socketio. */
export const python: Tool = {
	name: 'Python with websockets and socketio',
	variable: 'PYTHON_PATH',
	commands: ['python3', 'python'],
	// A Python from a version manager may stand before Debian's on PATH without the libraries.
	places: (platform) => (platform === 'linux' ? ['/usr/bin/python3'] : []),
	probe: hasLibraries,
	packages: ['python3', 'python3-websockets', 'python3-socketio', 'python3-aiohttp'],
	hint: 'pip install websockets "python-socketio[asyncio_client]" (or set PYTHON_PATH)'
};

function hasLibraries(path: string, machine: Machine): boolean {
	return machine.run(path, ['-c', 'import websockets, socketio, aiohttp']).ok;
}
