import { Refusal } from '../realtime/refusal.ts';

/** @throws Refusal `unsupported_media_type` unless the `Content-Type` header says JSON */
export function requireJson(contentType: string | null | undefined): void {
	if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
		throw new Refusal('unsupported_media_type');
	}
}

// Shared, because every call decodes a whole text, and creating a decoder costs more than decoding most bodies.
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws Refusal `bad_message` for bytes that are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		throw new Refusal('bad_message', { message: 'The body is not UTF-8.' });
	}
}
