/** Polls until `condition` returns a truthy value, and resolves with it. @throws after `limitMs` */
export async function until<Value>(
	condition: () => Value,
	what: string | (() => string),
	limitMs = 20_000
): Promise<NonNullable<Value>> {
	const end = performance.now() + limitMs;
	for (;;) {
		const value = condition();
		if (value) return value;
		if (performance.now() > end) {
			const awaited = typeof what === 'string' ? what : what();
			throw new Error(`waited ${limitMs} ms for ${awaited}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** Polls until `ask` resolves with true; `until` is for synchronous conditions. @throws after `limitMs` */
export async function eventually(
	ask: () => Promise<boolean>,
	what: string,
	limitMs = 20_000
): Promise<void> {
	const end = performance.now() + limitMs;
	while (!(await ask())) {
		if (performance.now() > end) throw new Error(`waited ${limitMs} ms for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
