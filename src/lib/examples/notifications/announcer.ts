/** 名前を書く間隔の下限。サーバーが同じ ID の送信を重複とみなす時間と同じ */
const intervalMs = 5 * 60_000;

/**
 * 名前を5分に1度までログに書く。古いイベントが消えても、新しい参加者に名前が伝わる。
 * 参加のたびに全員が書き込むので、不要な書き込みはここで省く。失敗しても、受信できればよい
 */
export function announcer(write: () => Promise<unknown>, now = () => performance.now()) {
	let writtenAt = -Infinity;
	return async function announce(): Promise<void> {
		const at = now();
		if (at - writtenAt < intervalMs) return;
		writtenAt = at;
		try {
			await write();
		} catch {
			writtenAt = -Infinity; // 次の参加時に、再びログに書く
		}
	};
}
