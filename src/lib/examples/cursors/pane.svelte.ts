import * as v from 'valibot';
import type { ConnectionState } from '../../client/state.ts';
import { createSocketClient } from '../kit/socket-client.ts';
import { createDelivery } from './delivery.ts';
import { createNote } from './note.ts';
import { createPointers, createPointing } from './pointers.ts';
import { ServerEvent, type ClientEvent, type NoteEvent, type PointerEvent } from './protocol.ts';
import { socketAddress } from './room.ts';

/** 自分の変更がこの数になるごとに、文の全体も送る。古い差分がログから消えても、ログだけで全体がそろう */
const fullStateEvery = 200;

/** 1人分の画面の状態。接続、カーソル、メモを扱う */
export class Pane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	text = $state('');
	/** ログへの追加を確認できていない変更の数。未送信の分も含む */
	unconfirmed = $state(0);
	/** 変更が拒否された理由 */
	refusal = $state<string | null>(null);

	/** この接続の番号。未接続なら空 */
	#who = '';
	#name: string;
	#after: string | null = null;
	#edits = 0;
	readonly #pointers = createPointers();
	readonly #pointing = createPointing((place) =>
		this.#send(place === null ? { type: 'left' } : { type: 'moved', ...place })
	);
	readonly #note = createNote((update) => this.#edited(update));
	readonly #delivery = createDelivery({
		sendHello: () => this.#send({ type: 'hello', name: this.#name }),
		send: (update) => this.#send({ type: 'edited', update }),
		fullState: () => this.#note.fullState(),
		onChange: (unconfirmed, refusal) => {
			this.unconfirmed = unconfirmed;
			this.refusal = refusal;
		}
	});
	readonly #client;

	constructor(room: string, name: string) {
		this.#name = name;
		this.#client = createSocketClient({
			address: () => socketAddress(room, this.#after, location.href),
			onMessage: (value) => this.#receive(value),
			onState: (state) => {
				this.connection = state;
				if (state.name === 'open') return;
				this.#who = '';
				this.#pointers.clear();
				this.#delivery.lost();
			}
		});
	}

	/** ほかの人のカーソル */
	get pointers() {
		return this.#pointers.shown;
	}

	start = () => this.#client.start();
	stop = () => this.#client.stop();
	cut = () => this.#client.interrupt();
	/** カーソルを動かす。null で消す */
	point = this.#pointing.point;

	dispose() {
		this.#pointing.dispose();
		this.#pointers.clear();
		this.#delivery.dispose();
		this.#client.dispose();
		this.#note.destroy();
	}

	rename(name: string) {
		this.#name = name;
		this.#send({ type: 'hello', name });
	}

	/** `base` を表示していた入力欄を `value` に編集した */
	write(base: string, value: string) {
		this.#note.write(base, value);
		this.text = this.#note.text;
	}

	/** 自分の変更。ログから戻ってくるまでは、届いたとみなさない */
	#edited(update: string) {
		this.#delivery.edited(update);
		if (++this.#edits % fullStateEvery === 0) this.#sendFullState();
	}

	#sendFullState() {
		this.#delivery.edited(this.#note.fullState());
	}

	/** `welcome` の前は、名前がサーバーに届いていない */
	#send(event: ClientEvent): boolean {
		return this.#who !== '' && this.#client.send(event);
	}

	#receive(value: unknown) {
		const result = v.safeParse(ServerEvent, value);
		if (result.success) this.#handle(result.output);
	}

	#handle(event: ServerEvent) {
		if (event.type === 'welcome') {
			this.#who = event.who;
			this.#delivery.resync();
		} else if (event.type === 'error') this.#delivery.refused(event.code, event.retryAfterMs);
		else if (event.type === 'pointer') this.#handlePointer(event.pointer);
		else if (event.type === 'gap') this.#send({ type: 'asked' });
		else {
			this.#after = event.id;
			this.#handleNote(event.note);
		}
	}

	#handlePointer(pointer: PointerEvent) {
		if (pointer.who === this.#who) return;
		if (pointer.type === 'left') this.#pointers.left(pointer.who);
		else this.#pointers.moved(pointer.who, { name: pointer.name, x: pointer.x, y: pointer.y });
	}

	#handleNote(note: NoteEvent) {
		const isOwn = note.who === this.#who;
		if (note.type === 'asked') {
			if (!isOwn && this.text !== '') this.#sendFullState();
			return;
		}
		if (isOwn) this.#delivery.confirmed(note.update);
		else if (this.#note.apply(note.update)) this.text = this.#note.text;
	}
}
