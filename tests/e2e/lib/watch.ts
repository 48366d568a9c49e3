import type { Page } from 'playwright/test';

/** Errors, and requests to other hosts: no page may cause any. */
export interface Problems {
	/** Errors and warnings in the console, and uncaught exceptions. */
	errors: string[];
	/** Requested URLs on other hosts. */
	otherHosts: string[];
}

export const noProblems: Problems = { errors: [], otherHosts: [] };

/** Chromium logs this when a demonstration that scrolls out of view closes a socket during its handshake. */
const endedHandshake = /WebSocket is closed before the connection is established/;

/** Records problems from now on; call it before `goto`. */
export function watch(page: Page, origin: string): Problems {
	const problems: Problems = { errors: [], otherHosts: [] };
	page.on('console', (message) => {
		const isProblem = ['error', 'warning'].includes(message.type());
		if (isProblem && !endedHandshake.test(message.text())) problems.errors.push(message.text());
	});
	page.on('pageerror', (error) => problems.errors.push(error.message));
	page.on('request', (request) => {
		const url = new URL(request.url());
		const isOwn = ['data:', 'blob:'].includes(url.protocol) || url.origin === origin;
		if (!isOwn) problems.otherHosts.push(url.href);
	});
	page.on('websocket', (socket) => {
		const url = new URL(socket.url());
		if (url.host !== new URL(origin).host) problems.otherHosts.push(url.href);
	});
	return problems;
}
