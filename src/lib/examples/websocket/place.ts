import * as v from 'valibot';
import { isRoom, isUnguessable, randomId } from '../../protocol/room.ts';

const Place = v.object({ room: v.string(), operator: v.nullable(v.string()) });
const Identity = v.object({ key: v.string(), name: v.string() });

/** 1つの招待リンクで開くルーム。`operator` は、作成者だけが持つ運営者の鍵 */
export type Place = v.InferOutput<typeof Place>;
/** 1人分の ID。鍵はサーバー以外に公開しない。名前は画面で入力する */
export type Identity = v.InferOutput<typeof Identity>;

type Keep = Pick<Storage, 'getItem' | 'setItem'>;

const prefix = 'wirelab:example:websocket:';
const pattern = /^#room=(?<room>[a-z0-9-]+)$/;

/** 入室する場所。リンクから開けばその場所、以前に作成していればその場所。どちらもなければ null */
export function knownPlace(hash: string, keep: Keep): Place | null {
	const kept = read(keep, 'place', Place);
	const invited = pattern.exec(hash)?.groups?.['room'];
	if (isRoom(invited) && isUnguessable(invited)) {
		return { room: invited, operator: kept?.room === invited ? kept.operator : null };
	}
	return kept;
}

/** 場所の作成を要求し、鍵を保存する */
export async function newPlace(keep: Keep): Promise<Place> {
	const response = await fetch('/api/examples/websocket/rooms', { method: 'POST' });
	if (!response.ok) throw new Error(`no place: ${String(response.status)}`);
	const place = v.parse(Place, await response.json());
	write(keep, 'place', place);
	return place;
}

/** 画面ごとの ID。鍵は、HTTPSでないページでも使える乱数から作る(W7) */
export function identityOf(pane: string, name: string, keep: Keep): Identity {
	return read(keep, pane, Identity) ?? { key: randomId(24), name };
}

export function saveIdentity(pane: string, identity: Identity, keep: Keep): void {
	write(keep, pane, identity);
}

/** 別の端末を招待する URL。# 以降はサーバーに送られない。運営者の鍵は含めない */
export function invitation(room: string, pageUrl: string): string {
	const url = new URL(pageUrl);
	url.search = '';
	url.hash = `room=${room}`;
	return url.href;
}

/** 保存できないブラウザーでは、ページを閉じるまで保持する */
export function browserKeep(open: () => Keep): Keep {
	const memory = new Map<string, string>();
	return {
		getItem(key) {
			try {
				return open().getItem(key);
			} catch {
				return memory.get(key) ?? null;
			}
		},
		setItem(key, value) {
			try {
				open().setItem(key, value);
			} catch {
				memory.set(key, value);
			}
		}
	};
}

/** 保存した値は、ユーザーが書き換えられる。形式が不正なら、無視する */
function read<S extends v.GenericSchema>(keep: Keep, name: string, schema: S) {
	try {
		const result = v.safeParse(schema, JSON.parse(keep.getItem(prefix + name) ?? 'null'));
		return result.success ? result.output : null;
	} catch {
		return null;
	}
}

function write(keep: Keep, name: string, value: object): void {
	keep.setItem(prefix + name, JSON.stringify(value));
}
