import type { RunEvent } from './summary.ts';
import type { FaultName } from './script.ts';

/** 接続が失われる障害。ほかの障害では、遅れるか、重複するだけ */
const losing: readonly FaultName[] = ['cut', 'half-open', 'offline', 'restart'];

// #region oracle
/**
 * 続きから受信しないクライアントが失うはずの番号。受信の記録は使わず、障害の位置と、再接続時にサーバーが伝えた
 * 最新の番号から求める。障害の直前までは届いており、再接続の後は、その番号より後だけが届く
 */
export function predictLost(events: readonly RunEvent[]): number[] {
	const lost: number[] = [];
	let lostAfter: number | undefined;
	const loseUntil = (end: number) => {
		for (let seq = (lostAfter ?? end) + 1; seq <= end; seq++) lost.push(seq);
		lostAfter = undefined;
	};
	let accepted = 0;
	for (const event of events) {
		if (event.type === 'accepted') accepted = Math.max(accepted, event.seq);
		if (event.type === 'fault' && losing.includes(event.fault)) lostAfter ??= event.after;
		if (event.type === 'resumed') lostAfter = undefined;
		if (event.type === 'joined') loseUntil(event.after);
		if (event.type === 'end' && event.isConnected) loseUntil(accepted); // 最後まで届かなかった
	}
	return lost;
}
// #endregion oracle
