import type { Backoff } from './backoff.ts';
import type { ClosedReason, ConnectionState } from './state.ts';

/** トランスポートごとの処理。呼び出すタイミングは共通で、ここで決める */
export interface Link {
	/** 接続を1回試す。結果は opened、lost、refused のどれかで通知する */
	open(): void;
	/** 何も通知せずに、試行または接続を終了する。繰り返し呼んでもよい */
	drop(): void;
	/** サーバーの応答を確認する。ページの表示と非表示が切り替わったときと、オフラインになったときに呼ぶ */
	probe?(): void;
}

/** An attempt that takes longer has failed. The limit exceeds the 10 s for which a server waits for credentials. */
const maxConnectMs = 15_000;

export interface LifecycleOptions {
	link: Link;
	backoff: Backoff;
	onState: (state: ConnectionState) => void;
	/** ページのイベントの発生元。window か、テストの EventTarget */
	page: EventTarget;
	/** How many ms an attempt may take. */
	connectMs?: number;
}

/** すべてのクライアントの状態機械。接続、待機、停止を決める。状態を変更するのは set と、通知せずに終える dispose だけ */
export function createLifecycle({
	link,
	backoff,
	onState,
	page,
	connectMs = maxConnectMs
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
	/** 切断または接続失敗。待機してから再試行する */
	function lost(retryAfterMs = 0) {
		// 停止後に遅れて届いた close で、再接続してはいけない(W13)
		if (state.name === 'closed') return;
		link.drop();
		// サーバーの指定より早く再接続しない。再起動後の再接続を分散させるため
		const wait = Math.max(retryAfterMs, backoff.next(Date.now()));
		set({ name: 'waiting', retryAt: Date.now() + wait }, { after: wait, run: attempt });
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
		/** すぐに接続する。接続済みか試行中なら何もしない */
		start() {
			if (state.name === 'closed' || state.name === 'waiting') attempt();
		},
		/** メッセージを送信できる状態になった */
		opened() {
			if (state.name !== 'connecting') return;
			backoff.opened(Date.now());
			set({ name: 'open' });
		},
		lost,
		/** 拒否された。以後は、start を呼ぶまで試行しない */
		refused: (code: number | string) => close('refused', code),
		/** start を呼ぶまで停止する */
		stop: () => close('stopped'),
		/** 破棄する。ページのイベントの受信もやめる */
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

/** ページとネットワークの変化を監視する。戻り値の関数で監視をやめる */
function followPage(page: EventTarget, { state, attempt, close, link }: Followed): () => void {
	const listening = new AbortController();
	const on = (type: string, handler: () => void) =>
		page.addEventListener(type, handler, { signal: listening.signal });

	// #region page
	// #region hidden
	// bfcache から復元したページでは、切断のイベントが発生しない。離れるときに閉じ、復元時に開く(W18)
	on('pagehide', () => {
		if (state().name !== 'closed') close('hidden');
	});
	on('pageshow', () => {
		const now = state();
		if (now.name === 'closed' && now.reason === 'hidden') attempt();
	});
	// #endregion hidden
	// online と offline はヒント。待機の打ち切りと応答の確認のきっかけにだけ使う
	on('online', () => {
		if (state().name === 'waiting') attempt();
	});
	for (const type of ['offline', 'visibilitychange']) {
		on(type, () => {
			if (state().name === 'open') link.probe?.(); // サーバーの応答を確認する
		});
	}
	// #endregion page

	return () => listening.abort();
}
