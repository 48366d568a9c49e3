import type { PollAnswer } from '$lib/client/long-poll.ts';
import type { Naive, Reader } from './naive.ts';

/** 失敗すると、どこまで受信したかを忘れる */
export function createNaiveLongPolling({ room, line, retryMs, on }: Naive): Reader {
	const stopping = new AbortController();
	const { signal } = stopping;
	let timer: ReturnType<typeof setTimeout> | undefined;

	// #region naive
	async function poll(cursor?: string) {
		try {
			const query = cursor === undefined ? '' : `?after=${encodeURIComponent(cursor)}`;
			const response = await line.fetch(`/api/rooms/${room}/poll${query}`, { signal });
			const answer = (await response.json()) as PollAnswer;
			for (const message of answer.messages as unknown[]) on.message(message);
			void poll(String(answer.cursor));
		} catch {
			if (signal.aborted) return;
			on.lost();
			timer = setTimeout(start, retryMs); // cursorを忘れる
		}
	}
	// #endregion naive

	function start() {
		on.open();
		void poll();
	}

	return {
		start,
		stop() {
			clearTimeout(timer);
			stopping.abort();
		}
	};
}
