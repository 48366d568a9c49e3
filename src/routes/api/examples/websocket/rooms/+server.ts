import { json } from '@sveltejs/kit';
import { host } from '$lib/examples/host.server.ts';
import { createPlace } from '$lib/examples/websocket/operator.server.ts';
import type { RequestHandler } from './$types';

/** 場所を1つ作り、運営者の鍵とともに渡す */
export const POST: RequestHandler = () =>
	json(createPlace(host), { headers: { 'cache-control': 'no-store' } });
