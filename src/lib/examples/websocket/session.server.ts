import { randomId } from '../../protocol/room.ts';
import type { ExampleHost } from '../../server/examples/host.ts';
import { parseMessage } from '../../server/examples/parse-message.ts';
import type { ExampleSocket, SocketHandler } from '../../server/examples/sockets.ts';
import { TokenBucket } from '../../server/realtime/guards/token-bucket.ts';
import { problemOf, Refusal } from '../../server/realtime/refusal.ts';
import type { Hall, Member } from './hall.server.ts';
import { isOperator, whoOf } from './operator.server.ts';
import { ClientEvent, type ServerEvent } from './protocol.ts';

/** 1つの場所に同時に入室できる人数 */
const maxPeople = 50;
/** ルールはルームがある限り再びログに書かれる。場所は誰でも作れるので、上限が必要 */
const maxRules = 200;
/** 入力中の通知と、運営者の操作のレート制限。連続で送れる数と、毎秒の数 */
const actionBurst = 10;
const actionsPerSecond = 2;
/** 入室と名前の変更のレート制限。拒否した分もログに残るので、低くする */
const nameBurst = 5;
const namesPerSecond = 0.2;

export interface SessionOptions {
	server: ExampleHost;
	hall: Hall;
	room: string;
	socket: ExampleSocket;
	/** レート制限の時計(ミリ秒) */
	now: () => number;
}

/** 接続1本分。入室するまでは、送信も操作も許可しない */
export class Session implements SocketHandler {
	readonly #server: ExampleHost;
	readonly #hall: Hall;
	readonly #room: string;
	readonly #socket: ExampleSocket;
	readonly #now: () => number;
	readonly #conn = randomId(12);
	readonly #actions = new TokenBucket(actionBurst, actionsPerSecond);
	readonly #names = new TokenBucket(nameBurst, namesPerSecond);
	#me: Member | null = null;
	#who: string | null = null;
	#isClosed = false;

	constructor({ server, hall, room, socket, now }: SessionOptions) {
		this.#server = server;
		this.#hall = hall;
		this.#room = room;
		this.#socket = socket;
		this.#now = now;
	}

	async message(value: unknown): Promise<void> {
		const event = parseMessage(ClientEvent, value);
		if (event.type === 'hello') return this.#hello(event);
		const me = this.#me;
		if (me === null) throw new Refusal('unauthorised');
		if (event.type === 'rename') await this.#claimName(me, event.name);
		else if (event.type === 'say') await this.#say(me, event);
		else if (event.type === 'older') {
			const page = this.#hall.history.page(event.room, event.before);
			this.#send({ type: 'page', room: event.room, ...page });
		} else if (event.type === 'typing') {
			const isAllowed = this.#hall.people.ruleOf(me.who) === 'free' && this.#mayAct();
			if (isAllowed) await this.#hall.typing.append({ ...event, who: me.who });
		} else await this.#moderate(me, event);
	}

	closed(): void {
		this.#isClosed = true;
		const [conn, who] = [this.#conn, this.#who];
		this.#hall.leave(conn);
		// ログに書けなくても、通知が途絶えれば、切断したと判断できる
		if (who) this.#hall.live.append({ type: 'gone', conn, who }).catch(() => undefined);
	}

	async #hello(event: ClientEvent & { type: 'hello' }) {
		if (this.#me !== null) throw new Refusal('bad_message');
		const who = whoOf(this.#server, this.#room, event.key);
		this.#who = who;
		const member = {
			...{ conn: this.#conn, who, name: event.name, socket: this.#socket },
			isOperator: isOperator(this.#server, this.#room, event.operator)
		};
		const { people } = this.#hall;
		if (people.size >= maxPeople && people.nameOf(who) === null) {
			this.#send({ type: 'turned-away', why: 'full' });
		} else if ((await this.#claimName(member, event.name)) && !this.#isClosed) {
			this.#me = member;
			this.#hall.enter(member, event.after);
		}
	}

	// #region claim-name
	/** 名前を決める。ログの順序が、そのまま先着順になる */
	async #claimName({ conn, who, isOperator }: Member, name: string): Promise<boolean> {
		const { live, people } = this.#hall;
		if (!this.#names.take(this.#now())) throw new Refusal('rate_limited');
		await live.append({ type: 'here', conn, who, name, isOperator, isNew: true });
		if (people.holderOf(name) === who) return true;
		const isRemoved = people.ruleOf(who) === 'removed';
		this.#send({ type: 'turned-away', why: isRemoved ? 'removed' : 'name_taken' });
		if (isRemoved) this.#socket.close(4401, 'removed');
		return false;
	}
	// #endregion claim-name

	// #region say
	/** メッセージをログに追加する。拒否するときは、対象の ID も返す */
	async #say({ who, name: lastName }: Member, event: ClientEvent & { type: 'say' }) {
		const { clientId, room, text } = event;
		const { log, people } = this.#hall;
		try {
			if (people.ruleOf(who) !== 'free') throw new Refusal('unauthorised');
			if (!this.#hall.maySpeak(who, this.#now())) throw new Refusal('rate_limited');
			const name = people.nameOf(who) ?? lastName;
			const said = { type: 'said', room, who, name, text, clientId } as const;
			await log.append(said, `${who}-${clientId}`);
		} catch (error) {
			const { code } = problemOf(error);
			// 再送までの間に名前が変わった。メッセージ自体はログに追加済み
			if (code !== 'client_id_conflict') return this.#send({ type: 'refused', clientId, code });
		}
		this.#send({ type: 'saved', clientId });
	}
	// #endregion say

	// #region moderate
	/** 運営者だけができること。画面のボタンを隠すだけでは、保護にならない */
	async #moderate(by: Member, event: ClientEvent & { type: 'delete' | 'rule' }) {
		const { history, live, log, people } = this.#hall;
		if (!by.isOperator) throw new Refusal('unauthorised');
		if (!this.#mayAct()) throw new Refusal('rate_limited');
		if (event.type === 'delete') {
			if (!history.has(event.id)) throw new Refusal('not_found');
			return log.append({ type: 'deleted', id: event.id });
		}
		const { who, rule } = event;
		if (people.isOperator(who)) throw new Refusal('bad_message');
		if (!people.rules.has(who)) {
			if (people.nameOf(who) === null) throw new Refusal('not_found');
			if (people.rules.size >= maxRules) throw new Refusal('full');
		}
		return live.append({ type: 'ruled', who, rule, isNew: true });
	}
	// #endregion moderate

	#mayAct(): boolean {
		return this.#actions.take(this.#now());
	}

	#send(event: ServerEvent): void {
		this.#socket.send(event);
	}
}
