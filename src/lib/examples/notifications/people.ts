import * as v from 'valibot';
import { NameSchema } from '../../protocol/name.ts';
import { privateRoom, randomId, RoomSchema } from '../../protocol/room.ts';
import { invitation, invitedRoom } from '../kit/invitation.ts';
import { SecretSchema } from './protocol.ts';

const storageKey = 'wirelab:example:notifications';

const PersonSchema = v.object({ secret: SecretSchema, name: NameSchema });
const PlaceSchema = v.object({ room: RoomSchema, people: v.array(PersonSchema) });

export type Person = v.InferOutput<typeof PersonSchema>;
/** ルームと、この画面に表示する人 */
export type Place = v.InferOutput<typeof PlaceSchema>;

const newPerson = (name: string): Person => ({ secret: randomId(24), name });

/** リンクから開いたときのルームと人。鍵があればその人、なければ新しい人 */
export function invited(hash: string, newName: () => string): Place | null {
	const room = invitedRoom(hash);
	if (room === null) return null;
	const query = new URLSearchParams(hash.slice(1));
	const person = { secret: query.get('key'), name: query.get('name') };
	const known = v.safeParse(PersonSchema, person);
	return { room, people: [known.success ? known.output : newPerson(newName())] };
}

/** このブラウザーのルームと2人。再読み込みしても、別のタブで開いても同じ */
export function own(
	names: readonly string[],
	open: () => Pick<Storage, 'getItem' | 'setItem'>
): Place {
	const fresh = { room: privateRoom('notify'), people: names.map(newPerson) };
	try {
		const storage = open();
		const kept = v.safeParse(PlaceSchema, JSON.parse(storage.getItem(storageKey) ?? 'null'));
		if (kept.success && kept.output.people.length === names.length) return kept.output;
		storage.setItem(storageKey, JSON.stringify(fresh));
	} catch {
		// 保存できないブラウザーでは、ページを閉じるまでのルームになる
	}
	return fresh;
}

/** 開いた端末が、同じ人としてルームに入る URL */
export const personalLink = (room: string, { secret, name }: Person, pageUrl: string): string =>
	invitation({ room, key: secret, name }, pageUrl);
