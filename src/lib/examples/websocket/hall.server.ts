import { TokenBucket } from '../../server/realtime/guards/token-bucket.ts';
import type { Entry } from '../../server/examples/journal.ts';
import type { ExampleHost } from '../../server/examples/host.ts';
import type { ExampleSocket } from '../../server/examples/sockets.ts';
import { Feed } from './feed.server.ts';
import { History } from './history.server.ts';
import { People } from './people.ts';
import { roomNames } from './protocol.ts';
import type { LiveEvent, LogEvent, ServerEvent, TypingEvent } from './protocol.ts';

/** このインスタンスへの接続1本と、接続した人 */
export interface Member {
	readonly conn: string;
	readonly who: string;
	readonly isOperator: boolean;
	/** 最後に承認された名前。ログから消えても、ここから再送できる */
	name: string;
	readonly socket: ExampleSocket;
}

/** 接続中の人とルールを、再びログに書く間隔 */
const renewMs = 25_000;
/** メッセージのレート制限。連続で送れる数と、毎秒の数 */
const sayBurst = 10;
const saysPerSecond = 1;

/** 1つの場所。3つのログを購読し、このインスタンスの接続へ配信する。インスタンスが増えても、同じログから同じ状態になる */
export class Hall {
	readonly people = new People();
	readonly history = new History();
	readonly log: Feed<LogEvent>;
	readonly live: Feed<LiveEvent>;
	readonly typing: Feed<TypingEvent>;
	readonly #members = new Map<string, Member>();
	readonly #buckets = new Map<string, TokenBucket>();
	#sentPeople = '';
	#renewTimer: NodeJS.Timeout | undefined;

	constructor(server: ExampleHost, room: string, address?: string) {
		this.log = new Feed(server.journal<LogEvent>('websocket', room, address), (entry) =>
			this.#logged(entry)
		);
		this.live = new Feed(server.journal<LiveEvent>('websocket-live', room, address), (entry) =>
			this.#applyLive(entry)
		);
		this.typing = new Feed(
			server.journal<TypingEvent>('websocket-typing', room, address),
			({ data }) => this.send(data)
		);
	}

	async start(): Promise<void> {
		const end = await this.log.start(() => this.send({ type: 'gap' }));
		this.history.begin(end);
		await this.live.start(() => undefined);
		await this.typing.start(() => undefined);
		this.#renewTimer = setInterval(() => this.#renew(), renewMs).unref();
	}

	stop(): void {
		clearInterval(this.#renewTimer);
		this.log.stop();
		this.live.stop();
		this.typing.stop();
	}

	// #region enter
	/** 入室した人に、続きか最後のページを渡す。途中で await しないので、欠落も重複もない */
	enter(member: Member, after: string | null): void {
		const { who, name, isOperator, socket } = member;
		const send = (event: ServerEvent) => socket.send(event);
		this.history.expire(Date.now());
		const missed = this.history.after(after);
		const freshUpTo = missed === null ? this.history.last : null;
		send({ type: 'welcome', who, name, isOperator, freshUpTo });
		for (const entry of missed ?? []) send({ type: 'entry', entry });
		if (missed === null) {
			for (const room of roomNames) {
				send({ type: 'page', room, ...this.history.page(room, null) });
			}
		}
		send({ type: 'people', people: this.people.list() });
		this.#members.set(member.conn, member);
	}
	// #endregion enter

	leave(conn: string): void {
		this.#members.delete(conn);
	}

	/** 同じ内容を全員に送る。シリアライズは1度だけ */
	send(event: ServerEvent): void {
		const json = JSON.stringify(event);
		for (const { socket } of this.#members.values()) socket.sendText(json);
	}

	/** メッセージのレート制限は人ごと。再接続しても引き継ぐ */
	maySpeak(who: string, now: number): boolean {
		const bucket = this.#buckets.get(who) ?? new TokenBucket(sayBurst, saysPerSecond);
		this.#buckets.set(who, bucket);
		return bucket.take(now);
	}

	#logged(entry: Entry<LogEvent>) {
		this.send({ type: 'entry', entry: this.history.add(entry) });
	}

	#applyLive({ data, timestamp }: Entry<LiveEvent>) {
		this.people.apply(data, timestamp);
		this.#sendPeople();
		if (data.type === 'here') this.#rename(data.who);
		if (data.type === 'ruled' && data.rule === 'removed') this.#dismiss(data.who);
	}

	/** 別のタブで名前を変えた人の接続も、新しい名前に更新する */
	#rename(who: string) {
		const name = this.people.nameOf(who);
		for (const member of this.#members.values()) {
			if (member.who === who && name !== null) member.name = name;
		}
	}

	#dismiss(who: string) {
		for (const member of this.#members.values()) {
			if (member.who !== who) continue;
			member.socket.send({ type: 'turned-away', why: 'removed' });
			member.socket.close(4401, 'removed');
		}
	}

	#sendPeople() {
		const people = this.people.list();
		const json = JSON.stringify(people);
		if (json === this.#sentPeople) return;
		this.#sentPeople = json;
		this.send({ type: 'people', people });
	}

	// #region renew
	/** 古いイベントは削除される。接続中の人と、有効なルールを、再送する */
	#renew() {
		this.people.expire(Date.now());
		this.history.expire(Date.now());
		this.#sendPeople();
		for (const who of this.#buckets.keys()) {
			if (this.people.nameOf(who) === null) this.#buckets.delete(who);
		}
		const events: [LiveEvent, string?][] = [];
		const minute = Math.floor(Date.now() / 60_000);
		for (const { conn, who, name, isOperator } of this.#members.values()) {
			events.push([{ type: 'here', conn, who, name, isOperator, isNew: false }]);
		}
		for (const [who, rule] of this.people.rules) {
			// 同じ番号は1度しかログに入らない。1分ごとの番号なので、インスタンスの数によらず毎分1つで済む
			const id = `ruled-${who}-${rule}-${String(minute)}`;
			events.push([{ type: 'ruled', who, rule, isNew: false }, id]);
		}
		// ログに書けない間は、次回を待つ
		for (const [event, id] of events) this.live.append(event, id).catch(() => undefined);
	}
	// #endregion renew
}
