/**
 * 自分のページから来た接続か。ブラウザー以外はOriginを送らない。
 * @param {import('node:http').IncomingMessage} request
 */
export function isSameOrigin({ headers: { origin, host } }) {
	if (origin === undefined) return true;
	return URL.canParse(origin) && new URL(origin).host === host;
}
