/** 拒否されてから再送するまでの時間。サーバーが待機時間を指定しないとき */
const againMs = 1_000;
/** 送った差分がこの間に1つも戻らなければ、応答も含めて失われたとみなす */
const silenceMs = 10_000;
/** 再送しても、同じ理由で拒否される */
const finalCodes: readonly string[] = ['bad_message', 'too_large'];

export interface DeliveryOptions {
	/** 名前を指定する。名前のないクライアントの変更を、サーバーは受け付けない */
	greet: () => void;
	/** 差分を送る。未接続なら false */
	send: (update: string) => boolean;
	/** 現在の文の全体。これまでの差分をすべて含む */
	whole: () => string;
	/** ログへの追加を確認できていない差分の数と、拒否された理由 */
	onChange: (unconfirmed: number, refusal: string | null) => void;
}

/** 自分の差分を、ログから戻ってくるまで追跡する */
export function createDelivery({ greet, send, whole, onChange }: DeliveryOptions) {
	let waiting: readonly string[] = [];
	let refusal: string | null = null;
	/** 拒否され、再送を待機中 */
	let isHeld = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function set(next: readonly string[], why: string | null) {
		waiting = next;
		refusal = why;
		onChange(waiting.length, refusal);
	}

	function rest() {
		clearTimeout(timer);
		timer = undefined;
		isHeld = false;
	}

	function wait(ms: number) {
		clearTimeout(timer);
		timer = setTimeout(again, ms);
	}

	// #region again
	/** 接続時と、拒否されたあとに呼ぶ。どれが届いたかは調べず、文の全体を送って同期する */
	function again() {
		rest();
		greet();
		if (waiting.length === 0) return;
		const update = whole();
		set([update], refusal);
		if (send(update)) wait(silenceMs);
	}
	// #endregion again

	return {
		again,
		/** 自分が変更した。再送の待機中は送らない。再送する全体に含まれるため */
		edited(update: string) {
			set([...waiting, update], refusal !== null && finalCodes.includes(refusal) ? null : refusal);
			if (!isHeld && send(update) && timer === undefined) wait(silenceMs);
		},
		/** 自分の差分が、ログから戻ってきた */
		confirmed(update: string) {
			const at = waiting.indexOf(update);
			if (at === -1) return; // 再送した全体に含まれている
			const others = waiting.filter((_, i) => i !== at);
			set(others, others.length === 0 ? null : refusal);
			if (isHeld) return;
			if (others.length === 0) rest();
			else wait(silenceMs);
		},
		/** 送った差分のどれかが拒否された。どれかは不明 */
		refused(code: string, retryAfterMs = againMs) {
			if (waiting.length > 0) set(waiting, code);
			if (finalCodes.includes(code)) return rest();
			if (isHeld) return;
			isHeld = true;
			wait(retryAfterMs);
		},
		/** 切断した。再接続したら `again` を呼ぶ */
		lost() {
			rest();
			set(waiting, null);
		},
		dispose: rest
	};
}
