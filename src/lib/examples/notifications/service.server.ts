import type { RequestEvent } from '@sveltejs/kit';
import type { ApiEvent } from '../../server/realtime/guards/request.ts';
import { answerJson, errorResponse } from '../../server/examples/endpoint.ts';
import { eventStream } from '../../server/examples/event-stream.ts';
import type { ExampleHost } from '../../server/examples/host.ts';
import type { Entry } from '../../server/examples/journal.ts';
import { announcer } from './announcer.ts';
import { inboxName, personOf, remember, type Place } from './identity.server.ts';
import { formatMark, parseMark } from './mark.ts';
import {
	EnterBody,
	NotifyBody,
	ReadBody,
	type InboxRecord,
	type RoomRecord,
	type ServerEvent
} from './protocol.ts';

type CookieEvent = ApiEvent & Pick<RequestEvent, 'cookies'>;
type PersonalEvent = CookieEvent & { params: Place };

// #region journals
const roomOf = (host: ExampleHost, room: string, address?: string) =>
	host.journal<RoomRecord>('notifications', room, address);
/** 受信者ごとに別のログ。名前はサーバーの秘密鍵で署名し、ほかのエンドポイントからは読み書きできない */
const inboxOf = (host: ExampleHost, { room, who }: Place, address?: string) =>
	host.journal<InboxRecord>('notifications-inbox', inboxName(room, who), address);
// #endregion journals

/** 鍵を受け取り、番号を返す */
export function enter(host: ExampleHost, event: CookieEvent): Promise<Response> {
	return answerJson(host, event, EnterBody, (entrance) => {
		roomOf(host, entrance.room); // 推測できる名前のルームは、ここで拒否する
		const page = event.request.headers.get('origin') ?? ''; // ブラウザーは POST に必ず付ける
		return remember(event.cookies, page, entrance);
	});
}

// #region notify
/** 通知を送る。宛先は、どのログに書くかで決まる */
export function notify(host: ExampleHost, { params, ...event }: PersonalEvent) {
	return answerJson(host, event, NotifyBody, async ({ to, text, key }) => {
		const { who, name } = personOf(event.cookies, params); // 差出人も、クライアントの値は使わない
		const record = { type: 'notified', from: who, name, text } as const;
		// 同じ key で再送されたら、イベントは増えず、最初の番号が返る
		const once = `${who}-${key}`;
		const address = host.addressOf(event); // 新しいログは、送信者のアドレスの上限に含める
		if (to === 'all') return idOf(await roomOf(host, params.room, address).append(record, once));
		const inbox = inboxOf(host, { room: params.room, who: to }, address);
		return idOf(await inbox.append(record, once));
	});
}

/** 既読も、その人のログに書く。ほかのタブや端末には、ストリームで届く */
export function markRead(host: ExampleHost, { params, ...event }: PersonalEvent) {
	return answerJson(host, event, ReadBody, async ({ ids, key }) => {
		const { who } = personOf(event.cookies, params);
		const inbox = inboxOf(host, params, host.addressOf(event));
		return idOf(await inbox.append({ type: 'read', ids }, `${who}-${key}`));
	});
}
// #endregion notify

const idOf = ({ id }: { id: string }) => ({ id });

/** ルームのログと自分のログを、1本のストリームで配信する。ほかの人のログは開かない */
export function stream(
	host: ExampleHost,
	{ params, ...event }: PersonalEvent & Pick<RequestEvent, 'url'>
): Response {
	const { request, url, cookies } = event;
	try {
		const { who, name } = personOf(cookies, params);
		const address = host.addressOf(event);
		const room = roomOf(host, params.room, address);
		const inbox = inboxOf(host, params, address);
		const announce = announcer(() => room.append({ type: 'entered', who, name }, `in-${who}`));

		return eventStream(request, async (reader, lastEventId) => {
			const mark = parseMark(lastEventId ?? url.searchParams.get('after'));
			const send = (event: ServerEvent) =>
				reader.send({ id: formatMark(mark), data: JSON.stringify(event) });
			const sendRecord = (
				to: 'all' | 'me',
				{ id, timestamp, data }: Entry<RoomRecord | InboxRecord>
			) => send(data.type === 'notified' ? { ...data, id, at: timestamp, to } : data);

			await announce();
			const stopInbox = await inbox.follow(mark.inbox, {
				entry(entry) {
					mark.inbox = entry.id;
					sendRecord('me', entry);
				},
				gap({ cursor }) {
					mark.inbox = cursor;
					send({ type: 'gap' });
				}
			});
			const stopRoom = await room
				.follow(mark.room, {
					entry(entry) {
						mark.room = entry.id;
						const { data } = entry;
						if (data.type === 'notified' && data.from === who) return; // 自分が送ったもの
						sendRecord('all', entry);
						if (data.type === 'entered' && data.who !== who) void announce();
					},
					gap({ cursor }) {
						mark.room = cursor;
						send({ type: 'gap' });
					}
				})
				.catch((error: unknown) => {
					stopInbox();
					throw error;
				});
			send({ type: 'ready' });
			return () => {
				stopInbox();
				stopRoom();
			};
		});
	} catch (error) {
		return errorResponse(error);
	}
}
