import { SvelteMap } from 'svelte/reactivity';
import type { LogEntry, RoomName } from './protocol.ts';
import { rowsOf, withDeleted, withNewer, withOlder, type Row } from './rows.ts';

/** この時間、次の知らせがなければ、入力をやめたとみなす */
const typingMs = 5_000;

/** 部屋1つ分の見え方 */
export class RoomView {
	readonly name: RoomName;
	rows = $state.raw<readonly Row[]>([]);
	/** サーバーに、もっと古い発言がある */
	isMore = $state(false);
	/** 古い発言を頼んで、まだ届いていない */
	isLoading = $state(false);
	unread = $state(0);
	/** 書きかけの文。ほかの部屋を見て戻っても残る */
	draft = $state('');
	/** 入力中の人 → 知らせが古くなったときに消す予約 */
	readonly typing = new SvelteMap<string, ReturnType<typeof setTimeout>>();

	constructor(name: RoomName) {
		this.name = name;
	}

	/** さかのぼった分。入った直後の最後のページも、同じ形で届く */
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
	/** 入力中の知らせ。記録の続きには含まれず、発言か時間の経過で消える */
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
