import type { Page } from 'playwright/test';

/** Errors and foreign requests, which no page may cause. */
export interface Complaints {
	/** Errors and warnings in the console, and uncaught exceptions. */
	errors: string[];
	/** Requested URLs of other hosts. */
	foreign: string[];
}

/** Chromium reports a handshake that a demonstration ends because it has scrolled out of view. */
const endedHandshake = /WebSocket is closed before the connection is established/;

/** Records from now on; call it before `goto`. */
export function watch(page: Page, origin: string): Complaints {
	const complaints: Complaints = { errors: [], foreign: [] };
	page.on('console', (message) => {
		const isComplaint = ['error', 'warning'].includes(message.type());
		if (isComplaint && !endedHandshake.test(message.text())) complaints.errors.push(message.text());
	});
	page.on('pageerror', (error) => complaints.errors.push(error.message));
	page.on('request', (request) => {
		const url = new URL(request.url());
		const ours = ['data:', 'blob:'].includes(url.protocol) || url.origin === origin;
		if (!ours) complaints.foreign.push(url.href);
	});
	page.on('websocket', (socket) => {
		const url = new URL(socket.url());
		if (url.host !== new URL(origin).host) complaints.foreign.push(url.href);
	});
	return complaints;
}
