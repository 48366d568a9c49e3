/** 記録が同じ送信を覚えている長さ。この間に書き直しても、記録は増えない */
const everyMs = 5 * 60_000;

// #region announcer
/**
 * 名乗りを5分に1度まで書く。古い記録が消えても、新しく来た人に名前が伝わる。
 * 誰かが来るたびに全員が書くので、書くまでもないものはここで捨てる。書けなくても、受け取れればよい
 */
export function announcer(write: () => Promise<unknown>, now = () => performance.now()) {
	let writtenAt = -Infinity;
	return async function announce(): Promise<void> {
		const at = now();
		if (at - writtenAt < everyMs) return;
		writtenAt = at;
		try {
			await write();
		} catch {
			writtenAt = -Infinity; // 次に誰かが来たとき、もう一度
		}
	};
}
// #endregion announcer
