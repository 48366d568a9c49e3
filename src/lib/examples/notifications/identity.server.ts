import { createHash } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import * as v from 'valibot';
import { NameSchema } from '../../protocol/name.ts';
import { Refusal } from '../../server/realtime/refusal.ts';
import { SecretSchema, type Entrance } from './protocol.ts';

export interface Person {
	who: string;
	name: string;
}

/** URL のパラメーター。`/api/examples/notifications/{room}/{who}/…` */
export interface Place {
	room: string;
	who: string;
}

const cookieName = 'notifications';
const CookieSchema = v.tuple([SecretSchema, NameSchema]);

// #region identity
/** 鍵から人の番号を計算する。番号から鍵は求められないので、番号は公開してよい */
export function whoOf(room: string, secret: string): string {
	return createHash('sha256').update(`${room}/${secret}`).digest('hex').slice(0, 24);
}

/** 1人専用のログの名前。ルームの名前の長さによらず、固定長 */
export function inboxName(room: string, who: string): string {
	return createHash('sha256').update(`${room}/${who}`).digest('hex');
}

/**
 * 鍵を Cookie に入れる。EventSource はヘッダーを付けられず、URL に書いた鍵はログに残る(A5)。
 * path で分けるので、1つのブラウザーで2人を扱える
 */
export function remember(cookies: Cookies, page: string, { room, secret, name }: Entrance) {
	const who = whoOf(room, secret);
	cookies.set(cookieName, `${secret}.${name}`, {
		path: `/api/examples/notifications/${room}/${who}`,
		httpOnly: true,
		sameSite: 'strict',
		secure: page.startsWith('https:'), // プロキシの背後では、url.protocol は信頼できない
		maxAge: 24 * 60 * 60
	});
	return { who };
}

/** URL の番号の本人か、Cookie の鍵で検証する */
export function personOf(cookies: Pick<Cookies, 'get'>, { room, who }: Place): Person {
	const value = cookies.get(cookieName) ?? '';
	const parts = [value.slice(0, 24), value.slice(25)];
	const result = v.safeParse(CookieSchema, parts);
	if (!result.success || whoOf(room, result.output[0]) !== who) throw new Refusal('unauthorised');
	return { who, name: result.output[1] };
}
// #endregion identity
