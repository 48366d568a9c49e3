import { isRoom, isUnguessable, privateRoom } from '../../protocol/room.ts';

const pattern = /^#room=(?<room>[a-z0-9-]+)$/;
const storageKey = 'wirelab:example:cursors:room';

const isOwn = (room: unknown): room is string => isRoom(room) && isUnguessable(room);

/** リンクから来た人の部屋。アドレスの # の後ろは、サーバーには送られない */
export function invitedRoom(hash: string): string | null {
	const room = pattern.exec(hash)?.groups?.['room'];
	return isOwn(room) ? room : null;
}

/** このタブの部屋。読み込み直しても同じ部屋に戻る */
export function ownRoom(open: () => Pick<Storage, 'getItem' | 'setItem'>): string {
	const room = privateRoom('cursors');
	try {
		const storage = open();
		const kept = storage.getItem(storageKey);
		if (isOwn(kept)) return kept;
		storage.setItem(storageKey, room);
	} catch {
		// 保存を禁じているブラウザーでは、ページを閉じるまでの部屋になる
	}
	return room;
}

/** 別の端末を同じ部屋に招くアドレス */
export function invitation(room: string, pageUrl: string): string {
	const url = new URL(pageUrl);
	url.search = '';
	url.hash = `room=${room}`;
	return url.href;
}

/** 接続先。`after` は最後に受け取った記録の番号で、その続きから届く */
export function socketAddress(room: string, after: string | null, pageUrl: string): URL {
	const query = new URLSearchParams({ room, ...(after !== null && { after }) });
	return new URL(`/api/examples/cursors/socket?${query}`, pageUrl.replace(/^http/, 'ws'));
}
