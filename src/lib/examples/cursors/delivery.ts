/** 拒否されてから再送するまでの時間。サーバーが待機時間を指定しないとき */
const resyncMs = 1_000;
/** 送った差分がこの間に1つも戻らなければ、応答も含めて失われたとみなす */
const answerTimeoutMs = 10_000;
/** 再送しても、同じ理由で拒否される */
const finalCodes: readonly string[] = ['bad_message', 'too_large'];

export interface DeliveryOptions {
	/** 名前を指定する。名前のないクライアントの変更を、サーバーは受け付けない */
	sendHello: () => void;
	/** 差分を送る。未接続なら false */
	send: (update: string) => boolean;
	/** 現在の文の全体。これまでの差分をすべて含む */
	fullState: () => string;
	/** ログへの追加を確認できていない差分の数と、拒否された理由 */
	onChange: (unconfirmed: number, refusal: string | null) => void;
}

/** 自分の差分を、ログから戻ってくるまで追跡する */
export function createDelivery({ sendHello, send, fullState, onChange }: DeliveryOptions) {
	let waiting: readonly string[] = [];
	let refusal: string | null = null;
	/** 拒否され、再送を待機中 */
	let isHeld = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function setWaiting(next: readonly string[], reason: string | null) {
		waiting = next;
		refusal = reason;
		onChange(waiting.length, refusal);
	}

	function reset() {
		clearTimeout(timer);
		timer = undefined;
		isHeld = false;
	}

	function resyncAfter(ms: number) {
		clearTimeout(timer);
		timer = setTimeout(resync, ms);
	}

	// #region resync
	/** 接続時と、拒否されたあとに呼ぶ。どれが届いたかは調べず、文の全体を送って同期する */
	function resync() {
		reset();
		sendHello();
		if (waiting.length === 0) return;
		const update = fullState();
		setWaiting([update], refusal);
		if (send(update)) resyncAfter(answerTimeoutMs);
	}
	// #endregion resync

	return {
		resync,
		/** 自分が変更した。再送の待機中は送らない。再送する全体に含まれるため */
		edited(update: string) {
			const isFinal = refusal !== null && finalCodes.includes(refusal);
			setWaiting([...waiting, update], isFinal ? null : refusal);
			if (!isHeld && send(update) && timer === undefined) resyncAfter(answerTimeoutMs);
		},
		/** 自分の差分が、ログから戻ってきた */
		confirmed(update: string) {
			const at = waiting.indexOf(update);
			if (at === -1) return; // 再送した全体に含まれている
			const others = waiting.filter((_, i) => i !== at);
			setWaiting(others, others.length === 0 ? null : refusal);
			if (isHeld) return;
			if (others.length === 0) reset();
			else resyncAfter(answerTimeoutMs);
		},
		/** 送った差分のどれかが拒否された。どれかは不明 */
		refused(code: string, retryAfterMs = resyncMs) {
			if (waiting.length > 0) setWaiting(waiting, code);
			if (finalCodes.includes(code)) return reset();
			if (isHeld) return;
			isHeld = true;
			resyncAfter(retryAfterMs);
		},
		/** 切断した。再接続したら `resync` を呼ぶ */
		lost() {
			reset();
			setWaiting(waiting, null);
		},
		dispose: reset
	};
}
