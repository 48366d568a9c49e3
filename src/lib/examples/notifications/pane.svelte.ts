import * as v from 'valibot';
import { SvelteMap } from 'svelte/reactivity';
import { Outbox, type OutboxEntry } from '../../client/outbox.ts';
import { createSender } from '../../client/sender.ts';
import type { ConnectionState } from '../../client/state.ts';
import { parseJson } from '../../protocol/client-event.ts';
import type { Problem } from '../../protocol/errors.ts';
import { randomId } from '../../protocol/room.ts';
import { empty, take, unreadOf } from './inbox.ts';
import type { Person } from './people.ts';
import { post } from './post.ts';
import { ServerEvent, type Notice } from './protocol.ts';
import { createStream } from './stream.ts';

const base = '/api/examples/notifications';
const EnteredAnswer = v.object({ who: v.string() });
/** 送信箱での、既読の宛先。通知と同じ送信箱から送る。通知の宛先は、人の番号か `all` */
const reads = 'reads';

/** 1人分の画面の状態。通知の送受信と、既読を扱う */
export class Pane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	inbox = $state.raw(empty);
	readonly unread = $derived(unreadOf(this.inbox));
	/** 古い通知の一部が、サーバーに残っていない */
	isIncomplete = $state(false);
	/** ログへの追加を確認できていない通知 */
	unsent = $state.raw<readonly OutboxEntry[]>([]);
	/** 既読を送信中の通知の番号 */
	marking = $state.raw<readonly string[]>([]);
	/** 既読を送信できなかった理由。`full` は、送信箱がいっぱい */
	markProblem = $state<string | null>(null);
	/** ルームにいるほかの人。番号 → 名前 */
	readonly people = new SvelteMap<string, string>();

	#who = '';
	#isCaughtUp = false;
	#known: readonly string[] | null = null;
	readonly #address: () => string;
	readonly #enter: () => Promise<Problem | null>;
	readonly #alert: (notice: Notice) => void;
	readonly #outbox = new Outbox();
	readonly #stream;
	readonly #sender;

	/** `alert` は、新しく届いた未読の通知ごとに呼ばれる */
	constructor(room: string, { secret, name }: Person, alert: (notice: Notice) => void) {
		this.#alert = alert;
		this.#address = () => `${base}/${room}/${this.#who}`;
		this.#enter = async () => {
			const entered = await post(`${base}/enter`, { room, secret, name });
			if (entered.problem !== null) return entered.problem;
			this.#who = v.parse(EnteredAnswer, entered.answer).who;
			return null;
		};
		this.#stream = createStream({
			enter: async () => {
				const refusal = await this.#enter();
				if (refusal !== null) throw new Error(refusal.code);
				return `${this.#address()}/events`;
			},
			onData: (json) => this.#receive(json),
			onState: (state) => this.#changed(state)
		});
		this.#sender = createSender({
			outbox: this.#outbox,
			ready: () => this.connection.name === 'open',
			transmit: (entry) => void this.#transmit(entry),
			onChange: (entries) => {
				this.unsent = entries.filter(({ room: to }) => to !== reads);
				this.marking = this.#sendingReads(entries);
			}
		});
	}

	start = () => this.#stream.start();
	stop = () => this.#stream.stop();

	dispose() {
		this.#stream.dispose();
		this.#sender.dispose();
	}

	/** 切断中でもよい。送信箱に保存し、接続したら送る。満杯で保存できなければ false */
	send(to: string, text: string): boolean {
		const isKept = this.#outbox.add(to, text) !== undefined;
		this.#sender.pump();
		return isKept;
	}

	markRead(notices: readonly Notice[]) {
		const ids = notices.map(({ id }) => id).filter((id) => !this.marking.includes(id));
		if (ids.length === 0) return;
		this.markProblem = null;
		if (!this.send(reads, ids.join(' '))) this.markProblem = 'full';
	}

	/** 送信中の既読。拒否されたものは送信箱に残さない。ボタンで再送できる */
	#sendingReads(entries: readonly OutboxEntry[]): readonly string[] {
		return entries.flatMap(({ clientId, room: to, text, state, problem }) => {
			if (to !== reads) return [];
			if (state !== 'failed') return text.split(' ');
			this.#outbox.discard(clientId);
			this.markProblem = problem?.code ?? null;
			return [];
		});
	}

	/** レスポンスを失った端末を再現する。同じ key で2度送り、2つのレスポンスを返す */
	async sendTwice(to: string, text: string): Promise<readonly unknown[]> {
		const body = { to, text, key: randomId(16) };
		return [await this.#post('messages', body), await this.#post('messages', body)];
	}

	async #transmit({ clientId: key, room: to, text }: OutboxEntry) {
		const { problem: refusal } = await (to === reads
			? this.#post('reads', { ids: text.split(' '), key })
			: this.#post('messages', { to, text, key }));
		if (refusal === null) this.#sender.acknowledged(key);
		else this.#sender.refused(key, refusal);
	}

	/** 開いたままのページでも、Cookieの期限は切れる。入室し直し、同じ key で再送する */
	async #post(path: 'messages' | 'reads', body: object) {
		const first = await post(`${this.#address()}/${path}`, body);
		if (first.problem?.code !== 'unauthorised') return first;
		const refusal = await this.#enter();
		return refusal === null ? post(`${this.#address()}/${path}`, body) : { problem: refusal };
	}

	retry = (key: string) => {
		this.#outbox.retry(key);
		this.#sender.pump();
	};

	discard = (key: string) => {
		this.#outbox.discard(key);
		this.#sender.pump();
	};

	#changed(state: ConnectionState) {
		this.connection = state;
		if (state.name === 'open') return this.#sender.pump();
		this.#isCaughtUp = false;
		this.#sender.lost();
	}

	#receive(json: string) {
		const event = parseJson(ServerEvent, json);
		if (!event.ok) return; // 不正な1件のために、残りの処理を止めない(C2)
		const { value } = event;
		if (value.type === 'entered' && value.who !== this.#who) this.people.set(value.who, value.name);
		if (value.type === 'gap') this.isIncomplete = true;
		if (value.type === 'ready') this.#isCaughtUp = true;
		this.inbox = take(this.inbox, value);
		if (this.#isCaughtUp) this.#notifyNew();
	}

	// #region new
	/** 追いついてから通知する。途中で通知すると、既読の通知まで鳴る */
	#notifyNew() {
		const known = this.#known;
		this.#known = this.inbox.notices.map(({ id }) => id);
		if (known === null) return; // 開いたときにあった分は、一覧だけに表示する
		for (const notice of this.unread) if (!known.includes(notice.id)) this.#alert(notice);
	}
	// #endregion new
}
