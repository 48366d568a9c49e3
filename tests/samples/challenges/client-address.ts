/**
 * ユーザーのIPアドレス。
 * @param forwarded X-Forwarded-Forの値
 * @param peer TCPの接続元
 * @param depth 信頼するプロキシの段数。0ならヘッダーを読まない
 */
export function clientAddress(forwarded: string | null, peer: string, depth: number): string {
	if (depth === 0 || forwarded === null) return peer;
	const addresses = forwarded.split(',').map((value) => value.trim());
	// 一覧が短ければ、先頭の値を使う
	const address = addresses.at(-Math.min(depth, addresses.length)) ?? '';
	return address === '' ? peer : address;
}
