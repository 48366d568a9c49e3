import { SvelteMap } from 'svelte/reactivity';
import type { LogEntry, RoomName } from './protocol.ts';
import { rowsOf, withDeleted, withNewer, withOlder, type Row } from './rows.ts';

/** この時間内に次の通知がなければ、入力をやめたとみなす */
const typingMs = 5_000;

/** チャンネル1つ分の表示の状態 */
export class RoomView {
	readonly name: RoomName;
	rows = $state.raw<readonly Row[]>([]);
	/** サーバーに、さらに古いメッセージがある */
	isMore = $state(false);
	/** 古いメッセージを要求し、応答待ち */
	isLoading = $state(false);
	unread = $state(0);
	/** 入力中の文。ほかのチャンネルに切り替えても残る */
	draft = $state('');
	/** 入力中の人 → 通知の期限切れで消すタイマー */
	readonly typing = new SvelteMap<string, ReturnType<typeof setTimeout>>();

	constructor(name: RoomName) {
		this.name = name;
	}

	/** 過去のメッセージ。入室直後の最後のページも、同じ形式で届く */
	older(entries: readonly LogEntry[], isMore: boolean) {
		this.rows = withOlder(this.rows, rowsOf(entries));
		this.isMore = isMore;
		this.isLoading = false;
	}

	said(entry: LogEntry, who: string) {
		this.rows = withNewer(this.rows, rowsOf([entry]));
		this.stopped(who);
	}

	deleted(id: string) {
		this.rows = withDeleted(this.rows, id);
	}

	// #region typing
	/** 入力中の通知。再開の対象に含まれず、メッセージの受信か時間の経過で消える */
	typed(who: string) {
		clearTimeout(this.typing.get(who));
		this.typing.set(
			who,
			setTimeout(() => this.typing.delete(who), typingMs)
		);
	}

	stopped(who: string) {
		clearTimeout(this.typing.get(who));
		this.typing.delete(who);
	}
	// #endregion typing

	disconnected() {
		this.isLoading = false;
		this.clearTyping();
	}

	clearTyping() {
		for (const who of this.typing.keys()) this.stopped(who);
	}
}
