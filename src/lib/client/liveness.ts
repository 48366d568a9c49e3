/**
 * サーバーが応答するか。ブラウザーは、サーバーの ping も、ケーブルの抜けも検知できない。
 * ハーフオープンのソケットは何分も開いて見えるので、無通信が続いたら確認する
 */
// #region liveness
export function createLiveness({ quietMs = 30_000, answerMs = 10_000 } = {}) {
	let heardAt = 0;
	let askedAt: number | undefined;

	return {
		/** 受信または接続した */
		heard(now: number) {
			heardAt = now;
			askedAt = undefined;
		},
		/** 確認を送った。続けて送っても、最初の期限は延びない */
		asked(now: number) {
			askedAt ??= now;
		},
		/** 無通信の判定。正常、確認が必要、切断のどれか */
		verdict(now: number): 'alive' | 'ask' | 'dead' {
			if (askedAt !== undefined) return now - askedAt >= answerMs ? 'dead' : 'alive';
			return now - heardAt >= quietMs ? 'ask' : 'alive';
		}
	};
}
// #endregion liveness
