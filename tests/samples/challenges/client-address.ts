/**
 * ユーザーのIPアドレス。
 * @param forwarded X-Forwarded-Forの値
 * @param peer TCPの接続元
 * @param depth 信頼するプロキシの段数。0ならヘッダーを読まない
 */
export function clientAddress(forwarded: string | null, peer: string, depth: number): string {
	if (depth === 0 || forwarded === null) return peer;
	const addresses = forwarded.split(',').map((value) => value.trim());
	// 値がdepth個より少ないリクエストは、プロキシを経由していない
	const address = addresses.at(-depth) ?? '';
	return address === '' ? peer : address;
}
