import { closeKind } from '$lib/protocol/close-codes.ts';
import { problem } from '$lib/protocol/errors.ts';
import { createBackoff, type Backoff } from './backoff.ts';
import { createLifecycle, type Link } from './lifecycle.ts';
import { createOutbox, type OutboxEntry } from './outbox.ts';
import type { Client, RoomClientEvent } from './room-client.ts';
import { createSender } from './sender.ts';

/** What every client lets its caller choose. */
export interface ClientOptions<Event> {
	onEvent: (event: Event) => void;
	backoff?: Backoff;
	/** Where `pagehide`, `online` and so on arrive: `window` unless a test puts something else here. */
	page?: EventTarget;
}

/** What a transport adds to become a client. */
export interface Transport {
	link: Link;
	/** Whether messages for this room can go out now. */
	ready: (room: string) => boolean;
	transmit: (entry: OutboxEntry) => void;
	/** How long an answer may take, in ms, where the transport does not watch that itself. */
	answerMs?: number;
	/** Lets go of timers of its own. */
	dispose?: () => void;
}

type CommonEvent = Extract<RoomClientEvent, { type: 'state' | 'outbox' }>;

/** All that clients have in common: lifecycle, outbox, sending in order, and silence after the end. */
export function createCore<Event>(
	{ onEvent, backoff = createBackoff(), page = window }: ClientOptions<Event | CommonEvent>,
	transport: Transport
) {
	let disposed = false;
	// No handler runs after the end: the component that listened is gone (W13).
	const report = (event: Event | CommonEvent) => {
		if (!disposed) onEvent(event);
	};

	const lifecycle = createLifecycle({
		link: transport.link,
		backoff,
		page,
		onState: (state) => report({ type: 'state', state })
	});

	const { answerMs } = transport;
	const outbox = createOutbox();
	const sender = createSender({
		outbox,
		ready: transport.ready,
		transmit: transport.transmit,
		onChange: (entries) => report({ type: 'outbox', entries }),
		...(answerMs && { silence: { ms: answerMs, then: () => lifecycle.lost() } })
	});

	const client: Client = {
		get state() {
			return lifecycle.state;
		},
		get outbox() {
			return outbox.entries;
		},
		start: lifecycle.start,
		stop: lifecycle.stop,
		interrupt: lifecycle.lost,
		retry(clientId) {
			outbox.retry(clientId);
			sender.pump();
		},
		discard(clientId) {
			outbox.discard(clientId);
			sender.pump();
		},
		dispose() {
			disposed = true;
			lifecycle.dispose();
			sender.dispose();
			transport.dispose?.();
		}
	};

	/** Queues a message and sends it as soon as possible. `false`: the outbox is full. */
	function send(room: string, text: string): boolean {
		const queued = outbox.add(room, text) !== undefined;
		sender.pump();
		return queued;
	}

	/** The server has closed with a code after which a new connection would end in the same way. */
	function refused(code: number) {
		const { reason } = closeKind(code);
		if (reason === 'too_large') sender.blamed(problem(reason));
		lifecycle.refused(code);
	}

	return { client, lifecycle, sender, report, refused, send };
}
