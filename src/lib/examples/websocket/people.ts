import type { LiveEvent, Person, Rule } from './protocol.ts';

/** 通知がこの時間途絶えた接続は、切断とみなす。サーバーが停止すると gone は届かないため */
export const leaseMs = 75_000;

interface Presence {
	name: string;
	isOperator: boolean;
	/** 接続の番号 → 最後の通知の時刻。タブを2つ開くと、接続も2つになる */
	conns: Map<string, number>;
}

/** 在室のログから、接続中の人を求める。どのインスタンスも同じ順に処理するので、結果は一致する */
export class People {
	readonly #present = new Map<string, Presence>();
	readonly #rules = new Map<string, Rule>();

	// #region here
	apply(event: LiveEvent, timestamp: number): void {
		this.expire(timestamp);
		if (event.type === 'here') this.#here(event, timestamp);
		else if (event.type === 'gone') this.#gone(event.who, event.conn);
		else this.#ruled(event.who, event.rule, event.isNew);
	}

	#here(event: LiveEvent & { type: 'here' }, timestamp: number) {
		const { conn, who, name, isOperator, isNew } = event;
		const known = this.#present.get(who);
		if (this.ruleOf(who) === 'removed') return;
		if (known && !isNew) return void known.conns.set(conn, timestamp);
		const holder = this.holderOf(name);
		if (holder !== null && holder !== who) return; // 先にログに入ったほうを優先する
		const conns = (known?.conns ?? new Map<string, number>()).set(conn, timestamp);
		this.#present.set(who, { name, isOperator, conns });
	}
	// #endregion here

	#gone(who: string, conn: string) {
		const conns = this.#present.get(who)?.conns;
		conns?.delete(conn);
		if (conns?.size === 0) this.#present.delete(who);
	}

	/** 再送(isNew でないもの)は、すでにルールがあれば使わない */
	#ruled(who: string, rule: Rule, isNew: boolean) {
		if (isNew || !this.#rules.has(who)) this.#rules.set(who, rule);
		if (this.ruleOf(who) === 'removed') this.#present.delete(who);
	}

	expire(now: number): void {
		for (const [who, { conns }] of this.#present) {
			for (const [conn, at] of conns) if (now - at > leaseMs) this.#gone(who, conn);
		}
	}

	get size(): number {
		return this.#present.size;
	}

	get rules(): ReadonlyMap<string, Rule> {
		return this.#rules;
	}

	ruleOf(who: string): Rule {
		return this.#rules.get(who) ?? 'free';
	}

	nameOf(who: string): string | null {
		return this.#present.get(who)?.name ?? null;
	}

	isOperator(who: string): boolean {
		return this.#present.get(who)?.isOperator === true;
	}

	/** この名前を使っている人。大文字と小文字は区別しない */
	holderOf(name: string): string | null {
		const same = name.toLowerCase();
		for (const [who, person] of this.#present) {
			if (person.name.toLowerCase() === same) return who;
		}
		return null;
	}

	list(): Person[] {
		return [...this.#present].map(([who, { name, isOperator }]) => ({
			...{ who, name, isOperator },
			isMuted: this.ruleOf(who) === 'muted'
		}));
	}
}
