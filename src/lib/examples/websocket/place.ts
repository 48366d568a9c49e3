import * as v from 'valibot';
import { randomId } from '../../protocol/room.ts';
import { invitedRoom } from '../kit/invitation.ts';

const Place = v.object({ room: v.string(), operator: v.nullable(v.string()) });
const Identity = v.object({ key: v.string(), name: v.string() });

/** 1つの招待リンクで開くルーム。`operator` は、作成者だけが持つ運営者の鍵 */
export type Place = v.InferOutput<typeof Place>;
/** 1人分の ID。鍵はサーバー以外に公開しない。名前は画面で入力する */
export type Identity = v.InferOutput<typeof Identity>;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const prefix = 'wirelab:example:websocket:';

/** 入室する場所。リンクから開けばその場所、以前に作成していればその場所。どちらもなければ null */
export function knownPlace(hash: string, store: Store): Place | null {
	const stored = read(store, 'place', Place);
	const room = invitedRoom(hash);
	if (room === null) return stored;
	return { room, operator: stored?.room === room ? stored.operator : null };
}

/** 場所の作成を要求し、鍵を含む場所全体を保存する */
export async function newPlace(store: Store): Promise<Place> {
	const response = await fetch('/api/examples/websocket/rooms', { method: 'POST' });
	if (!response.ok) throw new Error(`The room was not created: HTTP ${String(response.status)}`);
	const place = v.parse(Place, await response.json());
	write(store, 'place', place);
	return place;
}

/** 画面ごとの ID。鍵は、HTTPSでないページでも使える乱数から作る(W7) */
export function identityOf(pane: string, name: string, store: Store): Identity {
	return read(store, pane, Identity) ?? { key: randomId(24), name };
}

export function saveIdentity(pane: string, identity: Identity, store: Store): void {
	write(store, pane, identity);
}

/** ブラウザーに保存する。保存できない値(保存を禁止する設定、容量不足)は、ページを閉じるまでメモリーに保持する */
export function browserStore(open: () => Store): Store {
	const memory = new Map<string, string>();
	return {
		getItem(key) {
			const unsaved = memory.get(key);
			if (unsaved !== undefined) return unsaved;
			try {
				return open().getItem(key);
			} catch {
				return null;
			}
		},
		setItem(key, value) {
			try {
				open().setItem(key, value);
				memory.delete(key);
			} catch {
				memory.set(key, value);
			}
		}
	};
}

/** 保存した値は、ユーザーが書き換えられる。形式が不正なら、無視する */
function read<S extends v.GenericSchema>(store: Store, name: string, schema: S) {
	try {
		const result = v.safeParse(schema, JSON.parse(store.getItem(prefix + name) ?? 'null'));
		return result.success ? result.output : null;
	} catch {
		return null;
	}
}

function write(store: Store, name: string, value: object): void {
	store.setItem(prefix + name, JSON.stringify(value));
}
