import type { Problem } from '$lib/protocol/errors.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';

export interface SenderOptions {
	outbox: Outbox;
	/** Whether messages for this room can be sent now. */
	ready: (room: string) => boolean;
	transmit: (entry: OutboxEntry) => void;
	onChange: (entries: readonly OutboxEntry[]) => void;
	/** Called when a message has had no answer for `ms`. */
	timeout?: { ms: number; onTimeout: () => void };
}

/** Sends the messages of an outbox one at a time, in order; pauses when the server asks for it. */
export function createSender({ outbox, ready, transmit, onChange, timeout }: SenderOptions) {
	// One timer is enough: either an answer is awaited, or the server has asked for a pause.
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isPaused = false;

	function clear() {
		clearTimeout(timer);
		isPaused = false;
	}

	function pump() {
		const entry = isPaused ? undefined : outbox.take(Date.now(), ready);
		if (entry && timeout) timer = setTimeout(timeout.onTimeout, timeout.ms);
		onChange(outbox.entries);
		if (entry) transmit(entry);
	}

	return {
		/** Sends the next message, unless there is none, an earlier one is unanswered or the server has asked for a pause. */
		pump,
		/** May be called twice for a message, when both the answer and the message itself arrive. */
		acknowledged(clientId: string) {
			outbox.acknowledged(clientId);
			if (!outbox.entries.some(({ state }) => state === 'sent')) clear();
			pump();
		},
		/** The server has rejected a message. */
		refused(clientId: string, problem: Problem) {
			clear();
			const waitMs = outbox.refused(clientId, problem);
			if (waitMs > 0) {
				isPaused = true;
				timer = setTimeout(() => {
					isPaused = false;
					pump();
				}, waitMs);
			}
			pump();
		},
		/** Rejects the message awaiting an answer: it has caused the disconnection, so it is not sent again. */
		rejectSent(problem: Problem) {
			const entry = outbox.entries.find(({ state }) => state === 'sent');
			if (entry) outbox.refused(entry.clientId, problem);
		},
		/** The connection is lost: the message awaiting an answer is sent again on the next one. */
		lost() {
			clear();
			outbox.lost();
			onChange(outbox.entries);
		},
		dispose: clear
	};
}

export type Sender = ReturnType<typeof createSender>;
