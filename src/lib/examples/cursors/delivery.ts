/** 断られてから送り直すまで。サーバーが待ち時間を言わないとき */
const againMs = 1_000;
/** 送った差分がこの間に1つも戻らなければ、断りの返事ごと失われたとみなす */
const silenceMs = 10_000;
/** 送り直しても、同じ理由で断られる */
const finalCodes: readonly string[] = ['bad_message', 'too_large'];

export interface DeliveryOptions {
	/** 名乗る。名前を知らない相手の変更を、サーバーは受け取らない */
	greet: () => void;
	/** 差分を送る。つながっていなければ false */
	send: (update: string) => boolean;
	/** いまの文の全体。これまでの差分をすべて含む */
	whole: () => string;
	/** 記録されたとまだ分からない差分の数と、断られている理由 */
	onChange: (unconfirmed: number, refusal: string | null) => void;
}

/** 自分の差分を、記録されて戻ってくるまで見届ける */
export function createDelivery({ greet, send, whole, onChange }: DeliveryOptions) {
	let waiting: readonly string[] = [];
	let refusal: string | null = null;
	/** 断られて、送り直す時を待っている */
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
	/** つながったときと、断られたあとに呼ぶ。どれが届いたかは調べず、文の全体を送ればそろう */
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
		/** 自分が書いた。断られている間は送らない。送り直す全体に含まれるため */
		edited(update: string) {
			set([...waiting, update], refusal !== null && finalCodes.includes(refusal) ? null : refusal);
			if (!isHeld && send(update) && timer === undefined) wait(silenceMs);
		},
		/** 自分の差分が、記録されて戻ってきた */
		confirmed(update: string) {
			const at = waiting.indexOf(update);
			if (at === -1) return; // 送り直した全体に含まれている
			const others = waiting.filter((_, i) => i !== at);
			set(others, others.length === 0 ? null : refusal);
			if (isHeld) return;
			if (others.length === 0) rest();
			else wait(silenceMs);
		},
		/** 送ったもののどれかが断られた。どれかは分からない */
		refused(code: string, retryAfterMs = againMs) {
			if (waiting.length > 0) set(waiting, code);
			if (finalCodes.includes(code)) return rest();
			if (isHeld) return;
			isHeld = true;
			wait(retryAfterMs);
		},
		/** 切れた。つながったら `again` を呼ぶ */
		lost() {
			rest();
			set(waiting, null);
		},
		dispose: rest
	};
}
