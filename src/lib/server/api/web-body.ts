import { Refusal } from '../realtime/refusal.ts';
import { decodeUtf8, requireJson } from './json-text.ts';

/**
 * The text of a JSON request. Stops reading as soon as it is too long, even if `Content-Length` is wrong.
 * @throws Refusal `unsupported_media_type`, `too_large` or `bad_message` (not UTF-8, aborted)
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
		// Not cancelled: that would close the connection before the response is sent.
		reader?.releaseLock();
	}
	return decodeUtf8(Buffer.concat(chunks));
}

/**
 * Reads the rest of a rejected body: in HTTP/1.1 the next request of a connection begins after it.
 * `BODY_SIZE_LIMIT` limits its size.
 */
export function discardBody({ body }: Request): void {
	if (body === null || body.locked) return;
	body.pipeTo(new WritableStream()).catch(() => undefined);
}

/**
 * SvelteKit's own limit (`BODY_SIZE_LIMIT`, which may be lower) ends a body with an error of status 413; any
 * other error is a broken connection.
 */
function readingFailed(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	const { status } = Object(error) as { status?: unknown };
	if (status === 413) {
		return new Refusal('too_large', { message: 'The body is longer than this server reads.' });
	}
	return new Refusal('bad_message', { message: 'The body was cut off.' });
}
