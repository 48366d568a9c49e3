import { expect } from 'vitest';
import type { Broker, RoomListener } from '../../src/lib/server/realtime/broker/broker.ts';
import { parseCursor, type Cursor } from '../../src/lib/protocol/cursor.ts';
import type { Gap, Message } from '../../src/lib/protocol/message.ts';

/** A listener that keeps all it hears, and complains of every hole and every repeat. */
export class Ear implements RoomListener {
	readonly messages: Message[] = [];
	readonly gaps: Gap[] = [];
	/** Holes and repeats, in words. Has to stay empty. */
	readonly faults: string[] = [];
	/** Where it began. */
	readonly from: Cursor;
	/** Where it stands. */
	at: Cursor;
	end: () => void = () => undefined;

	constructor(at: Cursor) {
		this.from = at;
		this.at = at;
	}

	static async in(room: string, broker: Broker, opener?: string): Promise<Ear> {
		const early: (() => void)[] = [];
		let ear: Ear | null = null;
		const listener: RoomListener = {
			message: (message) =>
				ear === null ? early.push(() => ear?.message(message)) : ear.message(message),
			gap: (gap) => (ear === null ? early.push(() => ear?.gap(gap)) : ear.gap(gap))
		};
		const { position, end } = await broker.subscribe(room, listener, opener);
		ear = new Ear(position);
		ear.end = end;
		for (const hear of early) hear();
		return ear;
	}

	message(message: Message): void {
		const next = `${this.at.epoch}.${this.at.seq + 1}`;
		if (message.id !== next) this.faults.push(`${message.id} instead of ${next}`);
		this.messages.push(message);
		this.at = parseCursor(message.id) ?? this.at;
	}

	gap(gap: Gap): void {
		const { seq } = this.at;
		const isWhole = gap.reason === 'reset' || gap.from === seq + 1;
		if (!isWhole) this.faults.push(`a gap from ${gap.from} after ${seq}`);
		this.gaps.push(gap);
		this.at = parseCursor(gap.cursor) ?? this.at;
	}

	/** Where the numbering began anew, each time. */
	get resets(): (Cursor | null)[] {
		return this.gaps
			.filter(({ reason }) => reason === 'reset')
			.map(({ cursor }) => parseCursor(cursor));
	}

	get texts(): string[] {
		return this.messages.map(({ text }) => text);
	}

	expectUnbroken(): void {
		expect(this.faults).toEqual([]);
		expect(this.gaps).toEqual([]);
	}
}
