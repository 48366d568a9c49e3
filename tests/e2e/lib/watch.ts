import type { Page } from 'playwright/test';

/** What a page did that no page of ours may do. */
export interface Complaints {
	/** Errors and warnings of the console, and exceptions that nobody caught. */
	errors: string[];
	/** Addresses of other hosts that were asked for. */
	foreign: string[];
}

/** Listens from now on; call it before `goto`. */
export function watch(page: Page, origin: string): Complaints {
	const complaints: Complaints = { errors: [], foreign: [] };
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) complaints.errors.push(message.text());
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
