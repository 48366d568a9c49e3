import * as v from 'valibot';
import { Outbox, type OutboxEntry } from '../../client/outbox.ts';
import { createSender } from '../../client/sender.ts';
import type { ConnectionState } from '../../client/state.ts';
import { problem, type ErrorCode } from '../../protocol/errors.ts';
import { createSocketClient } from '../kit/socket-client.ts';
import type { Identity, Place } from './place.ts';
import { RoomView } from './room-view.svelte.ts';
import { Refused, roomNames, ServerEvent } from './protocol.ts';
import type { ClientEvent, LogEntry, Person, RoomName, Rule, TurnedAway } from './protocol.ts';

/** この時間内に応答がなければ、切断とみなす */
const answerTimeoutMs = 10_000;
/** 入力中の通知の間隔 */
const typingMs = 2_500;

/** 1人分の画面の状態。接続、入室、送信を扱う */
export class Pane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	/** サーバーが決めた番号。切断しても変わらない */
	who = $state<string | null>(null);
	/** 接続し、入室を承認された */
	isIn = $state(false);
	isOperator = $state(false);
	/** 名前が未承認。入室前に名前の入力を求める */
	isStranger = $state(false);
	/** 運営者の鍵を渡したのに、運営者と認証されなかった */
	isKeyWrong = $state(false);
	people = $state.raw<readonly Person[]>([]);
	outbox = $state.raw<readonly OutboxEntry[]>([]);
	/** 入れなかった、または名前を変えられなかった理由 */
	turnedAway = $state<TurnedAway | null>(null);
	/** メッセージ以外の操作が拒否された理由 */
	refused = $state<ErrorCode | null>(null);
	/** 切断中のメッセージの一部が、サーバーに残っていない */
	hasGap = $state(false);
	readonly rooms = roomNames.map((name) => new RoomView(name));
	room = $state.raw(this.#view('general'));
	readonly me = $derived(this.people.find(({ who }) => who === this.who));

	#after: string | null = null;
	#typedAt = 0;
	readonly #operator: string | null;
	readonly #identity: Identity;
	readonly #save: (identity: Identity) => void;
	readonly #outbox = new Outbox();
	readonly #client;
	readonly #sender;

	constructor({ room, operator }: Place, identity: Identity, save: (identity: Identity) => void) {
		this.#operator = operator;
		this.#identity = identity;
		this.isStranger = identity.name === '';
		this.#save = save;
		this.#client = createSocketClient({
			address: () => socketAddress(room, location.href),
			onMessage: (value) => this.#receive(value),
			onState: (state) => this.#changed(state)
		});
		this.#sender = createSender({
			outbox: this.#outbox,
			ready: () => this.isIn,
			transmit: ({ clientId, room, text }) => {
				this.#client.send({ type: 'say', clientId, room, text });
			},
			onChange: (entries) => (this.outbox = entries),
			timeout: { ms: answerTimeoutMs, onTimeout: () => this.#client.interrupt() }
		});
	}

	start = () => this.#client.start();
	stop = () => this.#client.stop();
	cut = () => this.#client.interrupt();

	dispose = () => {
		this.#client.dispose();
		this.#sender.dispose();
		for (const view of this.rooms) view.clearTyping();
	};

	get name() {
		return this.#identity.name;
	}

	/** 名前を指定して入室する。入室済みなら、名前を変更する */
	join(name: string) {
		this.turnedAway = null;
		if (this.isIn) return this.#send({ type: 'rename', name });
		this.#identity.name = name;
		this.#hello();
	}

	enter(name: RoomName) {
		this.room = this.#view(name);
		this.room.unread = 0;
	}

	/** 送信箱に入れる。満杯なら false で、書いた文は入力欄に残る */
	say(text: string): boolean {
		const isKept = this.#outbox.add(this.room.name, text) !== undefined;
		this.#typedAt = 0;
		this.#sender.pump();
		return isKept;
	}

	retry = (clientId: string) => {
		this.#outbox.retry(clientId);
		this.#sender.pump();
	};

	discard = (clientId: string) => {
		this.#outbox.discard(clientId);
		this.#sender.pump();
	};

	typing() {
		const now = Date.now();
		if (now - this.#typedAt < typingMs) return;
		this.#typedAt = now;
		this.#send({ type: 'typing', room: this.room.name });
	}

	older() {
		const { name, rows, isLoading, isMore } = this.room;
		const before = rows[0]?.id;
		if (!isMore || isLoading || before === undefined) return;
		this.room.isLoading = this.#send({ type: 'older', room: name, before });
	}

	erase = (id: string) => this.#send({ type: 'delete', id });
	rule = (who: string, rule: Rule) => this.#send({ type: 'rule', who, rule });

	#send(event: ClientEvent): boolean {
		this.refused = null;
		return this.#client.send(event);
	}

	#view(name: RoomName): RoomView {
		return this.rooms.find((view) => view.name === name) ?? new RoomView(name);
	}

	#changed(state: ConnectionState) {
		this.connection = state;
		if (state.name === 'open') return this.#hello();
		this.isIn = false;
		this.people = [];
		for (const view of this.rooms) view.disconnected();
		this.#sender.lost();
	}

	/** 接続のたびに名前と、最後に受信した番号を送る。鍵は URL に書かない */
	#hello() {
		const { key, name } = this.#identity;
		if (name === '') return;
		this.#send({ type: 'hello', key, name, after: this.#after, operator: this.#operator });
	}

	#welcomed({ who, isOperator, freshUpTo }: ServerEvent & { type: 'welcome' }) {
		this.who = who;
		this.isIn = true;
		this.isOperator = isOperator;
		this.isStranger = false;
		this.isKeyWrong = this.#operator !== null && !isOperator;
		this.turnedAway = null;
		if (freshUpTo !== null) {
			this.hasGap ||= this.#after !== null;
			this.#after = freshUpTo || null;
			for (const view of this.rooms) view.rows = [];
		}
	}

	#receive(value: unknown) {
		const known = v.safeParse(ServerEvent, value);
		if (known.success) return this.#handle(known.output);
		const error = v.safeParse(Refused, value);
		if (error.success) this.refused = error.output.code;
	}

	#handle(event: ServerEvent) {
		if (event.type === 'welcome') this.#welcomed(event);
		else if (event.type === 'turned-away') this.#turnedAway(event.why);
		else if (event.type === 'people') this.#updatePeople(event.people);
		else if (event.type === 'entry') this.#logged(event.entry);
		else if (event.type === 'page') this.#view(event.room).older(event.entries, event.isMore);
		else if (event.type === 'saved') this.#sender.acknowledged(event.clientId);
		else if (event.type === 'refused') this.#sender.refused(event.clientId, problem(event.code));
		else if (event.type === 'gap') this.hasGap = true;
		else if (event.who !== this.who) this.#view(event.room).typed(event.who);
		// 入室したら、切断中に書いた分を送る
		if (event.type === 'people') this.#sender.pump();
	}

	/** 入室済みなら、名前を変更できなかっただけ。元の名前のまま続ける */
	#turnedAway(why: TurnedAway) {
		this.turnedAway = why;
		if (!this.isIn) this.isStranger = true;
	}

	#updatePeople(people: readonly Person[]) {
		this.people = people;
		if (!this.me) return;
		this.#identity.name = this.me.name;
		this.#save(this.#identity);
	}

	/** ログに追加された。再開に備えて、番号を保持する */
	#logged(entry: LogEntry) {
		const { id, data } = entry;
		this.#after = id;
		if (data.type === 'deleted') return this.rooms.forEach((view) => view.deleted(data.id));
		const view = this.#view(data.room);
		view.said(entry, data.who);
		// 自分のメッセージが届けば、ログに追加済み。応答を待つと、送信待ちにも重複して表示される
		if (data.who === this.who) this.#sender.acknowledged(data.clientId);
		if (view !== this.room && data.who !== this.who) view.unread++;
	}
}

function socketAddress(room: string, pageUrl: string): URL {
	const query = new URLSearchParams({ room });
	return new URL(`/api/examples/websocket/socket?${query}`, pageUrl.replace(/^http/, 'ws'));
}
