/** Resolves as soon as `condition` gives something truthy, with it. @throws after `limitMs` */
export async function until<Value>(
	condition: () => Value,
	what: string,
	limitMs = 20_000
): Promise<NonNullable<Value>> {
	const end = performance.now() + limitMs;
	for (;;) {
		const value = condition();
		if (value) return value;
		if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** Asks again and again until the answer is yes; `until` is for what can be seen without asking. */
export async function eventually(
	ask: () => Promise<boolean>,
	what: string,
	limitMs = 20_000
): Promise<void> {
	const end = performance.now() + limitMs;
	while (!(await ask())) {
		if (performance.now() > end) throw new Error(`asked for ${limitMs} ms in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
