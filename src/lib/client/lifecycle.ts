import type { Backoff } from './backoff.ts';
import type { ClosedReason, ConnectionState } from './state.ts';

/** What a transport must be able to do; when to do it is decided here, once for all transports. */
export interface Link {
	/** Starts one attempt. The transport answers with `opened`, `lost` or `refused`. */
	open(): void;
	/** Ends the attempt or connection without a word to the lifecycle. Must be safe to repeat. */
	drop(): void;
	/** Asks the other side for a sign of life: the page was asleep or the network has changed. */
	probe?(): void;
}

export interface LifecycleOptions {
	link: Link;
	backoff: Backoff;
	onState: (state: ConnectionState) => void;
	/** Where the page's events arrive: `window`, or a bare EventTarget in tests. */
	page: EventTarget;
	/**
	 * An attempt that has neither opened nor failed by then, in ms, counts as failed. Longer than the
	 * 10 seconds after which the server itself says that it wants to know who one is.
	 */
	connectMs?: number;
	now?: () => number;
}

/**
 * When to connect, to wait and to stop: the state machine behind every client.
 * Only `set` changes the state, so that no two handlers can disagree about it.
 */
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
	const listening = new AbortController();

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

	const on = (type: string, handler: () => void) =>
		page.addEventListener(type, handler, { signal: listening.signal });

	// #region page
	// #region hidden
	// 保存されて戻ったページのソケットは、切れていても何も言わない。離れるときに閉じ、戻ったら開く(W18)
	on('pagehide', () => {
		if (state.name !== 'closed') close('hidden');
	});
	on('pageshow', () => {
		if (state.name === 'closed' && state.reason === 'hidden') attempt();
	});
	// #endregion hidden
	// online と offline はヒント。待つのをやめるきっかけと、尋ねるきっかけにだけ使う
	on('online', () => {
		if (state.name === 'waiting') attempt();
	});
	for (const type of ['offline', 'visibilitychange']) {
		on(type, () => {
			if (state.name === 'open') link.probe?.(); // まだいるかを、相手に尋ねる
		});
	}
	// #endregion page

	return {
		get state() {
			return state;
		},
		/** Connects now, unless an attempt or connection is under way. */
		start() {
			if (state.name === 'closed' || state.name === 'waiting') attempt();
		},
		/** The transport is ready for messages. */
		opened() {
			if (state.name !== 'connecting') return;
			backoff.opened(now());
			set({ name: 'open' });
		},
		/** The attempt failed or the connection broke: try again later. */
		lost,
		/** The server said no for good. */
		refused: (code: number | string) => close('refused', code),
		/** Stays down until `start`. */
		stop: () => close('stopped'),
		/** Stays down for ever and lets go of the page. */
		dispose() {
			listening.abort();
			clearTimeout(timer);
			link.drop();
			state = { name: 'closed', reason: 'stopped' };
		}
	};
}

export type Lifecycle = ReturnType<typeof createLifecycle>;
