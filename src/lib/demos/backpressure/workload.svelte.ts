import { publishOverHttp } from '$lib/client/http-publish.ts';
import { randomId } from '$lib/protocol/room.ts';
import { text } from './text.ts';

/** 送信の間隔。レート制限（10秒に30件）より少なくする */
const everyMs = 500;
/** 送信する数の上限 */
const maxMessages = 400;
/** 送信待ちの量が分かるように、メッセージを長くする */
const filler = '・'.repeat(500);

/** 番号付きのメッセージを、一定の間隔でルームに送信する */
export class Workload {
	isRunning = $state(false);
	isLimited = $state(false);
	sent = $state(0);

	readonly #room: string;

	constructor(room: string) {
		this.#room = room;
	}

	/** 送信を開始する。戻り値の関数で停止する */
	start(): () => void {
		this.isRunning = true;
		const timer = setInterval(() => void this.#send(), everyMs);
		const stop = () => {
			clearInterval(timer);
			this.isRunning = false;
		};
		return stop;
	}

	async #send() {
		if (this.sent >= maxMessages) return;
		const line = text.line(this.sent + 1, filler);
		const request = { room: this.#room, text: line, clientId: randomId(16) };
		const { outcome } = await publishOverHttp(request);
		this.isLimited = outcome === 'refused';
		if (outcome === 'stored') this.sent += 1;
	}
}
