import type { BrowserContext } from 'playwright';
import type { Recording } from '../../src/lib/demos/resume/recording.ts';

/** A page that opens no realtime connection. */
const pageWithoutConnection = '/glossary/';
/** The number of chunks that fill the picture: the position of the stream, then an event each second. */
const chunkCount = 13;

/** Opens the feed at `origin` for the first time, as the demonstration of resuming does, and returns what arrives. */
export async function recordFirstConnection(
	context: BrowserContext,
	origin: string
): Promise<Recording> {
	const page = await context.newPage();
	await page.goto(origin + pageWithoutConnection);
	const recording = await page.evaluate(async (count): Promise<Recording> => {
		const sentAt = Date.now();
		const headers = { accept: 'text/event-stream' };
		const response = await fetch('/api/events', { headers, cache: 'no-store' });
		const answer = {
			answeredAt: Date.now(),
			status: response.status,
			contentType: response.headers.get('content-type') ?? ''
		};
		const chunks: Recording['chunks'] = [];
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		while (chunks.length < count) {
			const { value: text } = (await reader?.read()) ?? {};
			if (text === undefined) throw new Error('the stream has ended');
			chunks.push({ at: Date.now(), text });
		}
		await reader?.cancel();
		return { request: { sentAt, headers }, ...answer, chunks };
	}, chunkCount);
	await page.close();
	return recording;
}
