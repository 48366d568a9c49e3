import { getRequestEvent, query } from '$app/server';

/** Yields one value, then nothing until the client disconnects. */
export const quiet = query.live(async function* () {
	const { signal } = getRequestEvent().request;
	yield 'first';
	await new Promise((resolve) => signal.addEventListener('abort', resolve));
});
