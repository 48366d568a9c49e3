interface Message {
	seq: number;
	text: string;
}

/** 番号がlastの次から届くメッセージを、番号順に1度ずつdeliverへ渡す */
export function createFeed(
	last: number,
	readAfter: (seq: number) => Promise<Message[]>,
	deliver: (message: Message) => void
) {
	let queue: Message[] = [];
	let reading = false;

	function take(message: Message): void {
		if (message.seq <= last) return; // 配信済み
		queue.push(message);
		if (!reading) void drain();
	}

	async function drain(): Promise<void> {
		reading = true;
		while (queue.length > 0) {
			const waiting = queue;
			queue = [];
			for (const message of waiting.sort((a, b) => a.seq - b.seq)) {
				if (message.seq > last + 1) advance(await readAfter(last)); // 欠落を履歴から補う
				advance([message]);
			}
		}
		reading = false;
	}

	function advance(messages: Message[]): void {
		for (const message of messages) {
			if (message.seq <= last) continue;
			last = message.seq;
			deliver(message);
		}
	}

	return { take };
}
