const parameter = 'choose';

/** The current step in an address; undefined if the address has none. */
export function answerIn(pageUrl: string): string | undefined {
	return new URL(pageUrl).searchParams.get(parameter) ?? undefined;
}

/** The same address with the chooser at step `id`. Its fragment leads to the chooser. */
export function withAnswer(pageUrl: string, id: string | undefined): string {
	const url = new URL(pageUrl);
	if (id === undefined) url.searchParams.delete(parameter);
	else url.searchParams.set(parameter, id);
	url.hash = 'demo-chooser';
	return url.href;
}
