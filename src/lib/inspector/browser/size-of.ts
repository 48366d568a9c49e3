/** The size of what a page sends or receives, in bytes: text as UTF-8. Null if it is neither text nor bytes. */
export function sizeOf(data: unknown): number | null {
	if (typeof data === 'string') return new TextEncoder().encode(data).length;
	if (data instanceof Blob) return data.size;
	return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : null;
}
