import type { Report } from './recorder.ts';

/** Reports how a request ends: with the head of its response, or without a response. */
export async function watchFetch(report: Report, pending: Promise<Response>): Promise<Response> {
	try {
		const response = await pending;
		report('open', { name: String(response.status) });
		return response;
	} catch (error) {
		const isAborted = error instanceof DOMException && error.name === 'AbortError';
		report(isAborted ? 'close' : 'error');
		throw error;
	}
}
