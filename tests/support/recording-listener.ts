import { expect } from 'vitest';
import type { Broker, RoomListener } from '../../src/lib/server/realtime/broker/broker.ts';
import { parseCursor, type Cursor } from '../../src/lib/protocol/cursor.ts';
import type { Gap, Message } from '../../src/lib/protocol/message.ts';

/** Records the messages and gaps of a room, and every violation of their order. */
export class RecordingListener implements RoomListener {
	readonly messages: Message[] = [];
	readonly gaps: Gap[] = [];
	/** Descriptions of unannounced gaps and duplicates. Must stay empty. */
	readonly faults: string[] = [];
	/** The cursor at which it started. */
	readonly from: Cursor;
	/** The cursor of the last event. */
	at: Cursor;
	/** Ends the subscription. */
	end: () => void = () => undefined;

	constructor(at: Cursor) {
		this.from = at;
		this.at = at;
	}

	/** Subscribes a new listener to a room. It also records events that arrive before its position is known. */
	static async in(room: string, broker: Broker, opener?: string): Promise<RecordingListener> {
		const buffered: (() => void)[] = [];
		let recording: RecordingListener | null = null;
		const listener: RoomListener = {
			message(message) {
				if (recording === null) buffered.push(() => recording?.message(message));
				else recording.message(message);
			},
			gap(gap) {
				if (recording === null) buffered.push(() => recording?.gap(gap));
				else recording.gap(gap);
			}
		};
		const { position, end } = await broker.subscribe(room, listener, opener);
		recording = new RecordingListener(position);
		recording.end = end;
		for (const record of buffered) record();
		return recording;
	}

	message(message: Message): void {
		const next = `${this.at.epoch}.${this.at.seq + 1}`;
		if (message.id !== next) this.faults.push(`${message.id} instead of ${next}`);
		this.messages.push(message);
		this.at = parseCursor(message.id) ?? this.at;
	}

	gap(gap: Gap): void {
		const { seq } = this.at;
		const isExact = gap.reason === 'reset' || gap.from === seq + 1;
		if (!isExact) this.faults.push(`a gap from ${gap.from} after ${seq}`);
		this.gaps.push(gap);
		this.at = parseCursor(gap.cursor) ?? this.at;
	}

	/** The cursor of each reset. */
	get resets(): (Cursor | null)[] {
		return this.gaps
			.filter(({ reason }) => reason === 'reset')
			.map(({ cursor }) => parseCursor(cursor));
	}

	get texts(): string[] {
		return this.messages.map(({ text }) => text);
	}

	/** Checks that every message was delivered once and in order, without gaps. */
	expectComplete(): void {
		expect(this.faults).toEqual([]);
		expect(this.gaps).toEqual([]);
	}
}
