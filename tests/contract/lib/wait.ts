/** Resolves as soon as `condition` gives something truthy, with it. @throws after `limitMs` */
export async function until<Value>(
	condition: () => Value,
	what: string,
	limitMs = 5000
): Promise<NonNullable<Value>> {
	const end = performance.now() + limitMs;
	for (;;) {
		const value = condition();
		if (value) return value;
		if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
