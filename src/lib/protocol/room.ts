import * as v from 'valibot';

/** What a room may be called. Short, lower case and URL-safe, so that a name is its own address. */
export const roomPattern = /^[a-z0-9-]{1,64}$/;

/** How many characters of chance a room's name must end in while `OPEN_ROOMS` is off. */
export const unguessableLength = 20;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const unguessablePattern = new RegExp(`[a-z0-9]{${unguessableLength}}$`);

/** A room's name; anything else (numbers, arrays, `null`, a socket id with capitals) is refused. */
export const RoomSchema = v.pipe(
	v.string('must be a string'),
	v.regex(roomPattern, 'must match [a-z0-9-]{1,64}')
);

/** Whether `value` is a room's name. Never throws. */
export function isRoom(value: unknown): value is string {
	return typeof value === 'string' && roomPattern.test(value);
}

/**
 * Whether a room's name ends in at least 20 letters or digits.
 *
 * Chance itself cannot be seen in a name. The rule keeps strangers from meeting in rooms that anybody
 * would think of ("general"); who shares an address of this length does so on purpose.
 */
export function isUnguessable(room: string): boolean {
	return unguessablePattern.test(room);
}

/**
 * `length` random characters out of a–z and 0–9 (5.17 bits each).
 *
 * `crypto.randomUUID` exists only in secure contexts, `getRandomValues` also on plain http in a LAN.
 * Bytes from 252 on are thrown away: `% 36` would make the first letters of the alphabet likelier.
 * Each call of `getRandomValues` costs as much as hundreds of bytes, so a server would spend a tenth of
 * accepting a connection on it.
 */
// #region random-id
const randomBytes = new Uint8Array(512);
let usedBytes = randomBytes.length;

function randomByte(): number {
	if (usedBytes === randomBytes.length) {
		// crypto.randomUUIDと違い、HTTPSでないページでも使える(W7)
		crypto.getRandomValues(randomBytes); // 呼び出しは高くつくので、まとめて取っておく
		usedBytes = 0;
	}
	return randomBytes[usedBytes++] ?? 0;
}

export function randomId(length: number): string {
	// 252以上は捨てる。36で割った余りが偏るため
	const fair = 256 - (256 % alphabet.length);
	let id = '';
	while (id.length < length) {
		const byte = randomByte();
		if (byte < fair) id += alphabet.charAt(byte % alphabet.length);
	}
	return id;
}
// #endregion random-id

/** A room of one's own: `name`, a hyphen and 24 random characters. `name` may have up to 39 characters. */
export function privateRoom(name: string): string {
	return `${name}-${randomId(24)}`;
}
