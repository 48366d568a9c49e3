import { json } from '@sveltejs/kit';
import { errors, problem } from '$lib/protocol/errors.ts';
import { feed } from '$lib/server/tutorial/index.ts';
import type { RequestHandler } from './$types';

/**
 * Ends one stream of the tutorial feed, so that its reader can watch the browser reconnect.
 * `reader` is the random name with which the stream was opened: only its reader knows it.
 */
export const POST: RequestHandler = ({ url }) => {
	const reader = url.searchParams.get('reader');
	if (reader && feed.drop(reader)) return new Response(null, { status: 204 });
	const refusal = problem('not_found', { message: 'No reader of this name is connected.' });
	return json(refusal, { status: errors.not_found.status });
};
