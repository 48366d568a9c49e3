import { EventEmitter, once } from 'node:events';
import { json, type RequestEvent } from '@sveltejs/kit';

const news = new EventEmitter().setMaxListeners(0);
let history: { id: number; text: string }[] = []; // 直近の100件
let last = 0;

export async function GET({ url, request }: RequestEvent): Promise<Response> {
	let after = Number(url.searchParams.get('after'));
	if (after > last) after = 0; // サーバーの再起動で番号が1に戻った
	if (after === last) {
		const signal = AbortSignal.any([request.signal, AbortSignal.timeout(25_000)]);
		await once(news, 'message', { signal }).catch(() => undefined); // 切断か時間切れ
	}
	return json({ messages: history.filter(({ id }) => id > after), cursor: last });
}

export async function POST({ request }: RequestEvent): Promise<Response> {
	const text: unknown = await request.json().catch(() => null);
	if (typeof text !== 'string' || text.length > 500) return new Response(null, { status: 400 });
	history = [...history, { id: (last += 1), text }].slice(-100);
	news.emit('message');
	return new Response(null, { status: 204 });
}
