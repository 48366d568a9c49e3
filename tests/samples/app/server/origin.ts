import type { IncomingMessage } from 'node:http';

/** 自分のページからの接続か。ブラウザー以外のクライアントは、OriginもSec-Fetch-Siteも送らない */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
	const { origin, host, 'sec-fetch-site': site } = headers;
	// 同一オリジンへのGETにはOriginがない。別のオリジンからのOriginのないGETは、Sec-Fetch-Siteで判別する
	if (origin === undefined) return site === undefined || site === 'same-origin';
	return URL.canParse(origin) && new URL(origin).host === host;
}
