import * as v from 'valibot';
import { randomId } from '../../protocol/room.ts';
import { problemOf, Refusal } from '../../server/realtime/refusal.ts';
import { host } from '../host.server.ts';
import { TokenBucket } from '../../server/realtime/guards/token-bucket.ts';
import type { ExampleHost } from '../../server/examples/host.ts';
import type { OpenSocket } from '../../server/examples/sockets.ts';
import { createHalls } from './halls.server.ts';
import type { Member } from './hall.server.ts';
import { isOperator, whoOf } from './operator.server.ts';
import { ClientEvent, type ServerEvent } from './protocol.ts';

const maxPeople = 50;
/** 決まりは部屋がある限り残り、記録し直される。場所は誰でも作れるので、限りがいる */
const maxRules = 200;

/** 接続を1本受け持つ。名乗るまでは、何も渡さず何もさせない。`now` は速さを数える時計 */
export function serve(server: ExampleHost, now = () => performance.now()): OpenSocket {
	const halls = createHalls(server);
	return async (socket, query) => {
		const room = query.get('room') ?? '';
		const { hall, release } = await halls.take(room, socket.address);
		const conn = randomId(12);
		let me: Member | null = null;
		let who: string | null = null;
		let isClosed = false;
		const pace = new TokenBucket(10, 2); // 入力中の知らせと、運営者の操作
		const naming = new TokenBucket(5, 0.2); // 名乗り。断ったものも記録に残るので、ゆっくり
		const send = (event: ServerEvent) => socket.send(event);

		return {
			async message(value) {
				const event = parse(value);
				if (event.type === 'hello') return hello(event);
				if (me === null) throw new Refusal('unauthorised');
				if (event.type === 'rename') await settle(me, event.name);
				else if (event.type === 'say') await say(me, event);
				else if (event.type === 'older') {
					send({ type: 'page', room: event.room, ...hall.history.page(event.room, event.before) });
				} else if (event.type === 'typing') {
					const isAllowed = hall.people.ruleOf(me.who) === 'free' && pace.take(now());
					if (isAllowed) await hall.typing.append({ ...event, who: me.who });
				} else await moderate(me, event);
			},
			closed() {
				isClosed = true;
				hall.leave(conn);
				// 記録できなくても、知らせが途絶えれば、いなくなったと分かる
				if (who) hall.live.append({ type: 'gone', conn, who }).catch(() => undefined);
				release();
			}
		};

		async function hello(event: ClientEvent & { type: 'hello' }) {
			if (me !== null) throw new Refusal('bad_message');
			who = whoOf(server, room, event.key);
			const isMaker = isOperator(server, room, event.operator);
			const member = { conn, who, isOperator: isMaker, name: event.name, socket };
			if (hall.people.size >= maxPeople && hall.people.nameOf(who) === null) {
				send({ type: 'turned-away', why: 'full' });
			} else if ((await settle(member, event.name)) && !isClosed) {
				me = member;
				hall.enter(member, event.after);
			}
		}

		// #region settle
		/** 名前を決める。記録に並んだ順が、そのまま早い者勝ちの順になる */
		async function settle({ who, isOperator }: Member, name: string): Promise<boolean> {
			if (!naming.take(now())) throw new Refusal('rate_limited');
			await hall.live.append({ type: 'here', conn, who, name, isOperator, isNew: true });
			if (hall.people.holderOf(name) === who) return true;
			const isRemoved = hall.people.ruleOf(who) === 'removed';
			send({ type: 'turned-away', why: isRemoved ? 'removed' : 'name_taken' });
			if (isRemoved) socket.close(4401, 'removed');
			return false;
		}
		// #endregion settle

		// #region say
		/** 発言を記録する。断るときは、どの発言かを添えて返す */
		async function say({ who, name: lastName }: Member, event: ClientEvent & { type: 'say' }) {
			const { clientId, room, text } = event;
			try {
				if (hall.people.ruleOf(who) !== 'free') throw new Refusal('unauthorised');
				if (!hall.maySpeak(who, now())) throw new Refusal('rate_limited');
				const name = hall.people.nameOf(who) ?? lastName;
				await hall.log.append(
					{ type: 'said', room, who, name, text, clientId },
					`${who}-${clientId}`
				);
			} catch (error) {
				const { code } = problemOf(error);
				// 送り直すまでの間に名前を変えた。発言そのものは、もう記録されている
				if (code !== 'client_id_conflict') return send({ type: 'refused', clientId, code });
			}
			send({ type: 'saved', clientId });
		}
		// #endregion say

		// #region moderate
		/** 運営者だけができること。画面にボタンがないだけでは、守ったことにならない */
		async function moderate(by: Member, event: ClientEvent & { type: 'delete' | 'rule' }) {
			if (!by.isOperator) throw new Refusal('unauthorised');
			if (!pace.take(now())) throw new Refusal('rate_limited');
			if (event.type === 'delete') {
				if (!hall.history.has(event.id)) throw new Refusal('not_found');
				return hall.log.append({ type: 'deleted', id: event.id });
			}
			const { who, rule } = event;
			const { rules } = hall.people;
			if (hall.people.isOperator(who)) throw new Refusal('bad_message');
			if (!rules.has(who)) {
				if (hall.people.nameOf(who) === null) throw new Refusal('not_found');
				if (rules.size >= maxRules) throw new Refusal('full');
			}
			return hall.live.append({ type: 'ruled', who, rule, isNew: true });
		}
		// #endregion moderate
	};
}

export const open = serve(host);

function parse(value: unknown): ClientEvent {
	const result = v.safeParse(ClientEvent, value);
	if (!result.success) throw new Refusal('bad_message');
	return result.output;
}
