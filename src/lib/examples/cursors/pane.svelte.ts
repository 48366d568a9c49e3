import * as v from 'valibot';
import { SvelteMap } from 'svelte/reactivity';
import type { ConnectionState } from '../../client/state.ts';
import { createSocketClient } from '../kit/socket-client.ts';
import { createNote } from './note.ts';
import { socketAddress } from './room.ts';
import { ServerEvent, type ClientEvent, type NoteEvent, type PointerEvent } from './protocol.ts';

/** 位置を送る間隔の下限。間に動いた分は捨て、最後の位置だけを送る */
const everyMs = 50;
/** 自分の変更がこの数になるごとに、文の全体も送る。あとから来た人が、全部をたどらなくて済む */
const wholeEvery = 200;

export interface Pointer {
	name: string;
	x: number;
	y: number;
}

/** 1人分の画面の状態。接続し、指し、書く */
export class Pane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	text = $state('');
	/** 送ったが、まだ記録されたと分からない変更の数 */
	unconfirmed = $state(0);
	/** 最後の変更が断られた */
	isRefused = $state(false);
	/** ほかの人の印。番号 → 名前と位置 */
	readonly pointers = new SvelteMap<string, Pointer>();

	#who = '';
	#name: string;
	#after: string | null = null;
	#edits = 0;
	#place: { x: number; y: number } | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #note = createNote((update) => this.#edited(update));
	readonly #client;

	constructor(room: string, name: string) {
		this.#name = name;
		this.#client = createSocketClient({
			address: () => socketAddress(room, this.#after, location.href),
			onMessage: (value) => this.#hear(value),
			onState: (state) => {
				this.connection = state;
				if (state.name !== 'open') this.pointers.clear();
			}
		});
	}

	start = () => this.#client.start();
	stop = () => this.#client.stop();
	cut = () => this.#client.interrupt();

	dispose() {
		clearTimeout(this.#timer);
		this.#client.dispose();
		this.#note.destroy();
	}

	rename(name: string) {
		this.#name = name;
		this.#send({ type: 'hello', name });
	}

	// #region point
	/** 印を動かす。null で消す */
	point(place: { x: number; y: number } | null) {
		this.#place = place;
		if (place === null) {
			clearTimeout(this.#timer);
			this.#timer = undefined;
			this.#send({ type: 'left' });
		} else this.#timer ??= setTimeout(() => this.#sendPlace(), everyMs);
	}

	#sendPlace() {
		this.#timer = undefined;
		if (this.#place) this.#send({ type: 'moved', ...this.#place });
	}
	// #endregion point

	/** `base` が見えていた欄を `value` に書き換えた */
	write(base: string, value: string) {
		this.#note.write(base, value);
		this.text = this.#note.text;
	}

	// #region edited
	/** 自分の変更。記録されて戻ってくるまでは、届いたとは言えない */
	#edited(update: string) {
		this.isRefused = false;
		this.unconfirmed++;
		this.#send({ type: 'edited', update });
		if (++this.#edits % wholeEvery === 0) this.#sendWhole();
	}

	#sendWhole() {
		if (this.#send({ type: 'edited', update: this.#note.whole() })) this.unconfirmed++;
	}
	// #endregion edited

	#send(event: ClientEvent): boolean {
		return this.#client.send(event);
	}

	#hear(value: unknown) {
		const result = v.safeParse(ServerEvent, value);
		if (result.success) this.#took(result.output);
		// 送った変更が断られた。大きすぎるときだけ起きる
		else if (isError(value)) this.isRefused = true;
	}

	#took(event: ServerEvent) {
		if (event.type === 'welcome') this.#welcome(event.who);
		else if (event.type === 'pointer') this.#pointed(event.pointer);
		else if (event.type === 'gap') this.#send({ type: 'asked' });
		else {
			this.#after = event.id;
			this.#noted(event.note);
		}
	}

	// #region welcome
	/** つながるたびに呼ばれる。切れている間に書いた分は、文の全体を送れば伝わる */
	#welcome(who: string) {
		this.#who = who;
		this.#send({ type: 'hello', name: this.#name });
		const isBehind = this.unconfirmed > 0;
		this.unconfirmed = 0;
		if (isBehind) this.#sendWhole();
	}
	// #endregion welcome

	#pointed(pointer: PointerEvent) {
		if (pointer.who === this.#who) return;
		if (pointer.type === 'left') this.pointers.delete(pointer.who);
		else this.pointers.set(pointer.who, { name: pointer.name, x: pointer.x, y: pointer.y });
	}

	#noted(note: NoteEvent) {
		const isOwn = note.who === this.#who;
		if (note.type === 'asked') {
			if (!isOwn && this.text !== '') this.#sendWhole();
			return;
		}
		if (isOwn) this.unconfirmed = Math.max(0, this.unconfirmed - 1);
		else if (this.#note.apply(note.update)) this.text = this.#note.text;
	}
}

function isError(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'type' in value && value.type === 'error';
}
