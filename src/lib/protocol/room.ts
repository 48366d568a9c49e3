import * as v from 'valibot';

/** ルームの名前。小文字の英字、数字、ハイフンだけの64文字以内で、そのまま URL に書ける */
const roomPattern = /^[a-z0-9-]{1,64}$/;

/** OPEN_ROOMS がオフのとき、名前の終わりに必要な乱数の文字数 */
export const unguessableLength = 20;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const unguessablePattern = new RegExp(`[a-z0-9]{${unguessableLength}}$`);

/** ルームの名前。ほかの値(数、配列、null、大文字を含むソケットの ID)は拒否する */
export const RoomSchema = v.pipe(
	v.string('must be a string'),
	v.regex(roomPattern, 'must match [a-z0-9-]{1,64}')
);

/** ルームの名前かどうか。例外は投げない */
export function isRoom(value: unknown): value is string {
	return typeof value === 'string' && roomPattern.test(value);
}

/**
 * 名前が20文字以上の英数字で終わるか。乱数かどうかは、名前からは分からない。推測しやすい名前("general")で
 * 他人どうしが同じルームに入らないための規則で、この長さなら、共有しない限り衝突しない
 */
export function isUnguessable(room: string): boolean {
	return unguessablePattern.test(room);
}

/**
 * randomId が返すのは a–z と 0–9 の乱数で、1文字が5.17ビット。crypto.randomUUID は安全なコンテキストにしかないが、
 * getRandomValues は LAN の http でも使える。1回呼び出すだけで数百バイトの生成と同じ時間がかかり、接続を受ける時間の
 * 1割にもなるので、まとめて生成しておく
 */
// #region random-id
const randomBytes = new Uint8Array(512);
let usedBytes = randomBytes.length;

function randomByte(): number {
	if (usedBytes === randomBytes.length) {
		// crypto.randomUUIDと違い、HTTPSでないページでも使える(W7)
		crypto.getRandomValues(randomBytes); // 呼び出しのコストが高いので、まとめて生成しておく
		usedBytes = 0;
	}
	return randomBytes[usedBytes++] ?? 0;
}

export function randomId(length: number): string {
	// 252以上は使わない。36で割った余りが偏るため
	const fair = 256 - (256 % alphabet.length);
	let id = '';
	while (id.length < length) {
		const byte = randomByte();
		if (byte < fair) id += alphabet.charAt(byte % alphabet.length);
	}
	return id;
}
// #endregion random-id

/** 自分だけのルーム。name、ハイフン、24文字の乱数。name は39文字まで */
export function privateRoom(name: string): string {
	return `${name}-${randomId(24)}`;
}
