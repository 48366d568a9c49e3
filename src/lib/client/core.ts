import { closeKind } from '$lib/protocol/close-codes.ts';
import { problem } from '$lib/protocol/errors.ts';
import { createBackoff, type Backoff } from './backoff.ts';
import { createLifecycle, type Link } from './lifecycle.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import type { Client, RoomClientEvent } from './room-client.ts';
import { createSender, type Sender } from './sender.ts';

/** The options of every client. */
export interface ClientOptions<Event> {
	onEvent: (event: Event) => void;
	backoff?: Backoff;
	/** Called when the outbox may have changed, with its entries now and at the last call. */
	onOutbox?: (now: readonly OutboxEntry[], before: readonly OutboxEntry[]) => void;
	/** Dispatches `pagehide`, `online` and the like: `window`, except in tests. */
	page?: EventTarget;
}

/** The part of a client that is different for each transport. */
export interface Transport {
	link: Link;
	/** Whether messages for this room can be sent now. */
	ready: (room: string) => boolean;
	transmit: (entry: OutboxEntry) => void;
	/** Set if the transport itself has no timeout: how long an answer may take, in ms. */
	answerMs?: number;
}

type CommonEvent = Extract<RoomClientEvent, { type: 'state' | 'outbox' }>;

/** Creates the parts that all clients share: lifecycle, outbox and sending in order. */
export function createCore<Event>(
	{
		onEvent,
		onOutbox,
		backoff = createBackoff(),
		page = window
	}: ClientOptions<Event | CommonEvent>,
	transport: Transport
) {
	let isDisposed = false;
	// Nothing is reported after `dispose`: the component that listened has been destroyed (W13).
	const report = (event: Event | CommonEvent) => {
		if (!isDisposed) onEvent(event);
	};

	const lifecycle = createLifecycle({
		link: transport.link,
		backoff,
		page,
		onState: (state) => report({ type: 'state', state })
	});

	const { answerMs } = transport;
	const outbox = new Outbox();
	let reportedEntries = outbox.entries;
	const sender = createSender({
		outbox,
		ready: transport.ready,
		transmit: transport.transmit,
		onChange(entries) {
			onOutbox?.(entries, reportedEntries);
			reportedEntries = entries;
			report({ type: 'outbox', entries });
		},
		...(answerMs && { timeout: { ms: answerMs, onTimeout: () => lifecycle.lost() } })
	});

	const client = createClient({
		...{ lifecycle, outbox, sender },
		onDispose: () => (isDisposed = true)
	});

	/** Queues a message and sends it as soon as possible. Returns false if the outbox is full. */
	function send(room: string, text: string): boolean {
		const isQueued = outbox.add(room, text) !== undefined;
		sender.pump();
		return isQueued;
	}

	/** Handles a close code after which the client must not reconnect. */
	function refused(code: number) {
		const { reason } = closeKind(code);
		if (reason === 'too_large') sender.rejectSent(problem(reason));
		lifecycle.refused(code);
	}

	return { client, lifecycle, sender, report, refused, send };
}

interface ClientParts {
	lifecycle: ReturnType<typeof createLifecycle>;
	outbox: Outbox;
	sender: Sender;
	onDispose: () => void;
}

/** The part of a client that pages use, the same for every transport. */
function createClient({ lifecycle, outbox, sender, onDispose }: ClientParts): Client {
	return {
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
			onDispose();
			lifecycle.dispose();
			sender.dispose();
		}
	};
}
