import { ClientFrames } from './client-frames.ts';
import { maskSpans, secretFields } from './head.ts';
import { JsonStrings } from './json-strings.ts';
import { liveTexts } from './live-texts.ts';

/** Replaces each byte that a trace must not show, in a copy: the number of bytes stays the same. */
export type Mask = (bytes: Buffer) => Buffer;

const secretKeys = ['ticket', 'token'];

/** Whether a message was published on a recorded connection of the same trace. */
export type IsOwn = (messageId: string) => boolean;

/** Masks the head of a request. */
export const maskHead: Mask = (bytes) => maskSpans(bytes, secretFields(bytes.toString('latin1')));

/** Makes a mask for the body of a request. */
export function bodyMask(): Mask {
	const secrets = new JsonStrings(secretKeys, () => true);
	return (bytes) => maskSpans(bytes, secrets.spans(bytes.toString('latin1')));
}

/** Makes a mask for the frames of a client. */
export function clientFramesMask(): Mask {
	const frames = new ClientFrames(new JsonStrings(secretKeys, () => true));
	return (bytes) => frames.mask(bytes);
}

/** Makes a mask for what the server sends: secrets, and the texts of others. */
export function outgoingMask(isOwn: IsOwn): Mask {
	const strings = new JsonStrings(
		[...secretKeys, 'text'],
		(key, id) => key !== 'text' || id === null || !isOwn(id)
	);
	return (bytes) => {
		const latin1 = bytes.toString('latin1');
		return maskSpans(bytes, [...secretFields(latin1), ...strings.spans(latin1)]);
	};
}

/** Makes a mask for what SvelteKit sends for `query.live`: it writes JSON in JSON, with texts apart from their keys. */
export function liveMask(isOwn: IsOwn): Mask {
	return (bytes) => {
		const latin1 = bytes.toString('latin1');
		return maskSpans(bytes, [...secretFields(latin1), ...liveTexts(latin1, isOwn)]);
	};
}
