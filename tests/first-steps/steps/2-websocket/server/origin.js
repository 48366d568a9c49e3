/**
 * 自分のページから来た接続か。ブラウザー以外のクライアントは、どちらのヘッダーも送らない。
 * @param {import('node:http').IncomingMessage} request
 */
export function isSameOrigin({ headers: { origin, host, 'sec-fetch-site': site } }) {
	// 別のサイトの<img>などが送るGETにはOriginがない。Sec-Fetch-Siteで判別する
	if (origin === undefined) return site === undefined || site === 'same-origin';
	return URL.canParse(origin) && new URL(origin).host === host;
}
