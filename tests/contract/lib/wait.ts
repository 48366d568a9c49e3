/** Polls until `condition` returns, or resolves with, a truthy value; resolves with it. @throws after `limitMs` */
export async function until<Value>(
	condition: () => Value | Promise<Value>,
	what: string | (() => string),
	limitMs = 20_000
): Promise<NonNullable<Value>> {
	const end = performance.now() + limitMs;
	for (;;) {
		const value = await condition();
		if (value) return value;
		if (performance.now() > end) {
			const awaited = typeof what === 'string' ? what : what();
			throw new Error(`waited ${limitMs} ms for ${awaited}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
