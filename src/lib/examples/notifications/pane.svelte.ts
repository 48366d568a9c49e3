import * as v from 'valibot';
import { SvelteMap } from 'svelte/reactivity';
import { createOutbox, type OutboxEntry } from '../../client/outbox.ts';
import { createSender } from '../../client/sender.ts';
import type { ConnectionState } from '../../client/state.ts';
import { parseJson } from '../../protocol/client-event.ts';
import { randomId } from '../../protocol/room.ts';
import { empty, take, unreadOf } from './inbox.ts';
import type { Person } from './people.ts';
import { post } from './post.ts';
import { ServerEvent, type Notice } from './protocol.ts';
import { createStream } from './stream.ts';

const base = '/api/examples/notifications';
const EnteredAnswer = v.object({ who: v.string() });
/** 送信箱の宛先。ほかは人の番号か `all` で、既読の印も同じ箱を通る */
const reads = 'reads';

/** 1人分の画面の状態。受け取り、送り、読んだ印を付ける */
export class Pane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	inbox = $state.raw(empty);
	readonly unread = $derived(unreadOf(this.inbox));
	/** 古い通知の一部が、もうサーバーに残っていない */
	isIncomplete = $state(false);
	/** まだ記録されたと分からない通知 */
	unsent = $state.raw<readonly OutboxEntry[]>([]);
	/** 既読の印を送っている途中の通知の番号 */
	marking = $state.raw<readonly string[]>([]);
	/** 部屋にいるほかの人。番号 → 名前 */
	readonly people = new SvelteMap<string, string>();

	#who = '';
	#isCaughtUp = false;
	#known: readonly string[] | null = null;
	readonly #address: () => string;
	readonly #alert: (notice: Notice) => void;
	readonly #outbox = createOutbox();
	readonly #stream;
	readonly #sender;

	/** `alert` は、あとから届いた未読の通知1件ごとに呼ばれる */
	constructor(room: string, { secret, name }: Person, alert: (notice: Notice) => void) {
		this.#alert = alert;
		this.#address = () => `${base}/${room}/${this.#who}`;
		this.#stream = createStream({
			enter: () => this.#enter({ room, secret, name }),
			onData: (json) => this.#hear(json),
			onState: (state) => this.#changed(state)
		});
		this.#sender = createSender({
			outbox: this.#outbox,
			ready: () => this.connection.name === 'open',
			transmit: (entry) => void this.#transmit(entry),
			onChange: (entries) => {
				this.unsent = entries.filter(({ room: to }) => to !== reads);
				this.marking = entries.flatMap(({ room: to, text }) =>
					to === reads ? text.split(' ') : []
				);
			}
		});
	}

	start = () => this.#stream.start();
	stop = () => this.#stream.stop();

	dispose() {
		this.#stream.dispose();
		this.#sender.dispose();
	}

	// #region send
	/** 切れていてもよい。送信箱が預かり、つながったら送る */
	send(to: string, text: string) {
		this.#outbox.add(to, text);
		this.#sender.pump();
	}

	markRead(notices: readonly Notice[]) {
		if (notices.length > 0) this.send(reads, notices.map(({ id }) => id).join(' '));
	}

	/** 返事を失った端末の真似をする。同じ key で2度送り、2つの返事を返す */
	async sendTwice(to: string, text: string): Promise<readonly unknown[]> {
		const body = { to, text, key: randomId(16) };
		const url = `${this.#address()}/messages`;
		return [await post(url, body), await post(url, body)];
	}

	async #transmit({ clientId: key, room: to, text }: OutboxEntry) {
		const [path, body] =
			to === reads ? ['reads', { ids: text.split(' '), key }] : ['messages', { to, text, key }];
		const { problem: refusal } = await post(`${this.#address()}/${path}`, body);
		if (refusal === null) this.#sender.acknowledged(key);
		else this.#sender.refused(key, refusal);
	}
	// #endregion send

	retry = (key: string) => {
		this.#outbox.retry(key);
		this.#sender.pump();
	};

	discard = (key: string) => {
		this.#outbox.discard(key);
		this.#sender.pump();
	};

	async #enter(person: Person & { room: string }): Promise<string> {
		const entered = await post(`${base}/enter`, person);
		if (entered.problem !== null) throw new Error(entered.problem.code);
		this.#who = v.parse(EnteredAnswer, entered.answer).who;
		return `${this.#address()}/events`;
	}

	#changed(state: ConnectionState) {
		this.connection = state;
		if (state.name === 'open') return this.#sender.pump();
		this.#isCaughtUp = false;
		this.#sender.lost();
	}

	#hear(json: string) {
		const event = parseJson(ServerEvent, json);
		if (!event.ok) return; // 読めない1件のために、残りまで止めない(C2)
		const { value } = event;
		if (value.type === 'entered' && value.who !== this.#who) this.people.set(value.who, value.name);
		if (value.type === 'gap') this.isIncomplete = true;
		if (value.type === 'ready') this.#isCaughtUp = true;
		this.inbox = take(this.inbox, value);
		if (this.#isCaughtUp) this.#tellNew();
	}

	// #region new
	/** 追い付いてから知らせる。途中で知らせると、すでに読んだ通知まで鳴る */
	#tellNew() {
		const known = this.#known;
		this.#known = this.inbox.notices.map(({ id }) => id);
		if (known === null) return; // 開いたときにあった分は、一覧だけに出す
		for (const notice of this.unread) if (!known.includes(notice.id)) this.#alert(notice);
	}
	// #endregion new
}
