/**
 * The values of an `Accept` or `Accept-Encoding` header, in lower case, with their weights (RFC 9110 §12.4.2). A
 * malformed weight is 0.
 */
export function weightsOf(header: string): Map<string, number> {
	const weights = new Map<string, number>();
	for (const part of header.toLowerCase().split(',')) {
		const [value = '', ...parameters] = part.split(';').map((text) => text.trim());
		const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))?.split('=')[1] ?? '1';
		weights.set(value, Number(weight) || 0);
	}
	return weights;
}
