import type { Cursor } from '../../../protocol/cursor.ts';
import type { Connection } from '../connection.ts';

/** A connection in a room, and up to where it has received the room's messages. */
export class Member {
	readonly connection: Connection;
	/**
	 * - `joining`: is reading from the broker what it missed
	 * - `ahead`: has read further than this process has received, up to `readUpTo`
	 * - `live`: is in its transport's group and gets every message
	 */
	state: 'joining' | 'ahead' | 'live' = 'joining';
	/** The last message that it has read from the broker; null unless it is `ahead`. */
	readUpTo: Cursor | null = null;
	/** Whether a gap arrived while it was reading, so that it has to read once more. */
	mustReread = false;
	/** Callbacks that wait for its welcome; null once it has been welcomed or has left. */
	#waiting: (() => void)[] | null = [];

	constructor(connection: Connection) {
		this.connection = connection;
	}

	/** Resolves when it has been welcomed or has left, also if its join was rejected. */
	async whenWelcomed(): Promise<void> {
		const waiting = this.#waiting;
		if (waiting !== null) await new Promise<void>((resolve) => waiting.push(resolve));
	}

	/** Called when it has been welcomed, and when it leaves. */
	notifyWelcomed(): void {
		const waiting = this.#waiting;
		this.#waiting = null;
		for (const resolve of waiting ?? []) resolve();
	}
}
