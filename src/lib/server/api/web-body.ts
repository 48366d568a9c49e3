import { Refusal } from '../realtime/refusal.ts';
import { decodeUtf8, requireJson } from './json-text.ts';

/**
 * The text of a JSON request. Ends reading as soon as it is too long, whatever `Content-Length` claims.
 * @throws Refusal `unsupported_media_type`, `too_large` or `bad_message` (not UTF-8, broken off)
 */
export async function readText(request: Request, limitBytes: number): Promise<string> {
	requireJson(request.headers.get('content-type'));

	const chunks: Uint8Array[] = [];
	const reader = request.body?.getReader();
	try {
		for (let size = 0, next = await reader?.read(); next?.value; next = await reader?.read()) {
			size += next.value.byteLength;
			if (size > limitBytes) throw new Refusal('too_large');
			chunks.push(next.value);
		}
	} catch (error) {
		throw readingFailed(error);
	} finally {
		// Not cancelled: that would tear down the connection before the answer is out.
		reader?.releaseLock();
	}
	return decodeUtf8(Buffer.concat(chunks));
}

/**
 * Reads on what nobody wants, after a refusal: HTTP/1.1 finds the next request of a connection only
 * behind the body of this one. How much that can be, `BODY_SIZE_LIMIT` says.
 */
export function discardBody({ body }: Request): void {
	if (body === null || body.locked) return;
	body.pipeTo(new WritableStream()).catch(() => undefined);
}

/**
 * SvelteKit's own limit (`BODY_SIZE_LIMIT`, which may be lower than ours) ends a body with an error of status
 * 413; any other is a connection that broke.
 */
function readingFailed(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	const { status } = Object(error) as { status?: unknown };
	if (status === 413) {
		return new Refusal('too_large', { message: 'The body is longer than this server reads.' });
	}
	return new Refusal('bad_message', { message: 'The body broke off.' });
}
