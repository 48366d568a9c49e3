import type { Problem } from '$lib/protocol/errors.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';

export interface SenderOptions {
	outbox: Outbox;
	/** Whether messages for this room can go out now. */
	ready: (room: string) => boolean;
	transmit: (entry: OutboxEntry) => void;
	onChange: (entries: readonly OutboxEntry[]) => void;
	/** No answer within `ms`: the connection is not to be trusted any more. */
	silence?: { ms: number; then: () => void };
	now?: () => number;
}

/** Empties an outbox, one message at a time, in order; waits where the server asks for it. */
export function createSender({
	outbox,
	ready,
	transmit,
	onChange,
	silence,
	now = Date.now
}: SenderOptions) {
	// One timer is enough: either an answer is awaited, or the server has asked to wait.
	let timer: ReturnType<typeof setTimeout> | undefined;
	let holding = false;

	function release() {
		clearTimeout(timer);
		holding = false;
	}

	function pump() {
		const entry = holding ? undefined : outbox.take(now(), ready);
		if (entry && silence) timer = setTimeout(silence.then, silence.ms);
		onChange(outbox.entries);
		if (entry) transmit(entry);
	}

	return {
		/** Sends the next message, if there is one and nothing is in the way. */
		pump,
		/** May be told twice, by the answer and by the message that comes back: the next is on its way then. */
		acknowledged(clientId: string) {
			outbox.acknowledged(clientId);
			if (!outbox.entries.some(({ state }) => state === 'sent')) release();
			pump();
		},
		refused(clientId: string, problem: Problem) {
			release();
			const wait = outbox.refused(clientId, problem);
			if (wait > 0) {
				holding = true;
				timer = setTimeout(() => {
					holding = false;
					pump();
				}, wait);
			}
			pump();
		},
		/** The connection ends because of what is on its way: that is refused, not sent again on the next one. */
		blamed(problem: Problem) {
			const entry = outbox.entries.find(({ state }) => state === 'sent');
			if (entry) outbox.refused(entry.clientId, problem);
		},
		/** The connection is gone: what was on its way is sent again on the next one. */
		lost() {
			release();
			outbox.lost();
			onChange(outbox.entries);
		},
		dispose: release
	};
}

export type Sender = ReturnType<typeof createSender>;
