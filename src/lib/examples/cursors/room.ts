import { isRoom, isUnguessable, privateRoom } from '../../protocol/room.ts';

const pattern = /^#room=(?<room>[a-z0-9-]+)$/;
const storageKey = 'wirelab:example:cursors:room';

const isOwn = (room: unknown): room is string => isRoom(room) && isUnguessable(room);

/** リンクから開いた人のルーム。URL の # 以降は、サーバーには送られない */
export function invitedRoom(hash: string): string | null {
	const room = pattern.exec(hash)?.groups?.['room'];
	return isOwn(room) ? room : null;
}

/** このタブのルーム。再読み込みしても同じルームになる */
export function ownRoom(open: () => Pick<Storage, 'getItem' | 'setItem'>): string {
	const room = privateRoom('cursors');
	try {
		const storage = open();
		const kept = storage.getItem(storageKey);
		if (isOwn(kept)) return kept;
		storage.setItem(storageKey, room);
	} catch {
		// 保存できないブラウザーでは、ページを閉じるまでのルームになる
	}
	return room;
}

/** 別の端末を同じルームに招待する URL */
export function invitation(room: string, pageUrl: string): string {
	const url = new URL(pageUrl);
	url.search = '';
	url.hash = `room=${room}`;
	return url.href;
}

/** 接続先。`after` は最後に受信したイベントの番号で、その続きから再開する */
export function socketAddress(room: string, after: string | null, pageUrl: string): URL {
	const query = new URLSearchParams({ room, ...(after !== null && { after }) });
	return new URL(`/api/examples/cursors/socket?${query}`, pageUrl.replace(/^http/, 'ws'));
}
