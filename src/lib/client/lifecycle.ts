import type { Backoff } from './backoff.ts';
import type { ClosedReason, ConnectionState } from './state.ts';

/** 通信方式ごとの部品。いつ使うかは、すべての方式に共通で、ここで決める */
export interface Link {
	/** 1回試す。結果は opened、lost、refused のどれかで伝える */
	open(): void;
	/** 何も伝えずに、試みか接続を終える。続けて呼んでもよい */
	drop(): void;
	/** 相手に返事を求める。ページが眠っていたか、ネットワークが変わった */
	probe?(): void;
}

export interface LifecycleOptions {
	link: Link;
	backoff: Backoff;
	onState: (state: ConnectionState) => void;
	/** ページのイベントが届くところ。window か、テストの EventTarget */
	page: EventTarget;
	/** この時間(ミリ秒)で開きも失敗もしなければ、失敗とする。サーバーが名乗りを待つ10秒より長くする */
	connectMs?: number;
	now?: () => number;
}

/** すべてのクライアントの状態機械。つなぐ、待つ、やめるを決める。状態を変えるのは set だけ */
export function createLifecycle({
	link,
	backoff,
	onState,
	page,
	connectMs = 15_000,
	now = Date.now
}: LifecycleOptions) {
	let state: ConnectionState = { name: 'closed', reason: 'stopped' };
	let timer: ReturnType<typeof setTimeout> | undefined;

	function set(next: ConnectionState, then?: { after: number; run: () => void }) {
		clearTimeout(timer);
		state = next;
		if (then) timer = setTimeout(then.run, then.after);
		onState(state);
	}

	function attempt() {
		set({ name: 'connecting' }, { after: connectMs, run: () => lost() });
		link.open();
	}

	// #region lost
	/** 接続が切れたか、つながらなかった。待ってから、もう一度 */
	function lost(retryAfterMs = 0) {
		// 止めたあとに遅れて届く close で、つなぎ直してはいけない(W13)
		if (state.name === 'closed') return;
		link.drop();
		// サーバーの指定より早くは戻らない。再起動のあと、全員が散らばって戻るため
		const wait = Math.max(retryAfterMs, backoff.next(now()));
		set({ name: 'waiting', retryAt: now() + wait }, { after: wait, run: attempt });
	}
	// #endregion lost

	function close(reason: ClosedReason, code?: number | string) {
		link.drop();
		set({ name: 'closed', reason, ...(code !== undefined && { code }) });
	}

	const stopFollowing = followPage(page, { state: () => state, attempt, close, link });

	return {
		get state() {
			return state;
		},
		/** すぐにつなぐ。つながっているか、試している間は何もしない */
		start() {
			if (state.name === 'closed' || state.name === 'waiting') attempt();
		},
		/** メッセージを送れるようになった */
		opened() {
			if (state.name !== 'connecting') return;
			backoff.opened(now());
			set({ name: 'open' });
		},
		lost,
		/** 断られた。もう試さない */
		refused: (code: number | string) => close('refused', code),
		/** start を呼ぶまで閉じておく */
		stop: () => close('stopped'),
		/** 終わりにする。ページのイベントも、もう受け取らない */
		dispose() {
			stopFollowing();
			clearTimeout(timer);
			link.drop();
			state = { name: 'closed', reason: 'stopped' };
		}
	};
}

interface Followed {
	state: () => ConnectionState;
	attempt: () => void;
	close: (reason: ClosedReason) => void;
	link: Pick<Link, 'probe'>;
}

/** ページとネットワークの変化に従う。返す関数を呼ぶと、従うのをやめる */
function followPage(page: EventTarget, { state, attempt, close, link }: Followed): () => void {
	const listening = new AbortController();
	const on = (type: string, handler: () => void) =>
		page.addEventListener(type, handler, { signal: listening.signal });

	// #region page
	// #region hidden
	// 保存されて戻ったページのソケットは、切れていても何も言わない。離れるときに閉じ、戻ったら開く(W18)
	on('pagehide', () => {
		if (state().name !== 'closed') close('hidden');
	});
	on('pageshow', () => {
		const now = state();
		if (now.name === 'closed' && now.reason === 'hidden') attempt();
	});
	// #endregion hidden
	// online と offline はヒント。待つのをやめるきっかけと、尋ねるきっかけにだけ使う
	on('online', () => {
		if (state().name === 'waiting') attempt();
	});
	for (const type of ['offline', 'visibilitychange']) {
		on(type, () => {
			if (state().name === 'open') link.probe?.(); // まだいるかを、相手に尋ねる
		});
	}
	// #endregion page

	return () => listening.abort();
}

export type Lifecycle = ReturnType<typeof createLifecycle>;
