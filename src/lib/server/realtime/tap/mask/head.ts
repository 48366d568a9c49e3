/** Header fields whose values are secrets: cookies, credentials, and fields of proxies with similar names. */
const secretField =
	/(?:^|\r\n)((?=[^:\r\n]*(?:cookie|auth|token|secret|api-?key|jwt))[^:\r\n]+:[ \t]*)([^\r\n]+)/gi;

/** A range of bytes to mask: from `from` to before `to`. */
export interface Span {
	from: number;
	to: number;
}

/** The values of secret header fields in bytes that were decoded as latin1, wherever a line begins with such a field. */
export function secretFields(latin1: string): Span[] {
	return [...latin1.matchAll(secretField)].map(({ index, 0: whole, 2: value = '' }) => {
		const to = index + whole.length;
		return { from: to - value.length, to };
	});
}

/** A copy of `bytes` with `*` in place of each masked byte; `bytes` itself if there are no spans. */
export function maskSpans(bytes: Buffer, spans: readonly Span[]): Buffer {
	if (spans.length === 0) return bytes;
	const masked = Buffer.from(bytes);
	for (const { from, to } of spans) masked.fill('*', from, to);
	return masked;
}
