import { isRoom, isUnguessable, privateRoom } from '../../protocol/room.ts';

const storageKey = 'wirelab:example:cursors:room';

/** このタブのルーム。再読み込みしても同じルームになる */
export function ownRoom(open: () => Pick<Storage, 'getItem' | 'setItem'>): string {
	const room = privateRoom('cursors');
	try {
		const storage = open();
		const kept = storage.getItem(storageKey);
		if (isRoom(kept) && isUnguessable(kept)) return kept;
		storage.setItem(storageKey, room);
	} catch {
		// 保存できないブラウザーでは、ページを閉じるまでのルームになる
	}
	return room;
}

/** 接続先。`after` は最後に受信したイベントの番号で、その続きから再開する */
export function socketAddress(room: string, after: string | null, pageUrl: string): URL {
	const query = new URLSearchParams({ room, ...(after !== null && { after }) });
	return new URL(`/api/examples/cursors/socket?${query}`, pageUrl.replace(/^http/, 'ws'));
}
