import type { Cursor } from '../../../protocol/cursor.ts';
import { parseCursor } from '../../../protocol/cursor.ts';
import type { Gap, Message } from '../../../protocol/message.ts';
import type { Broker, Page, RoomListener, Subscription } from '../broker/broker.ts';
import type { PresenceStore } from '../broker/presence.ts';
import type { Connection, RoomEvent } from '../connection.ts';
import { LiveGroups } from './live-groups.ts';
import { Member } from './member.ts';
import { RoomPresence } from './presence.ts';
import { reportPassing, reportStep } from '../tap/steps.ts';
import type { HubWatcher } from './watcher.ts';

/** How many messages a replay reads at a time: even the longest ones fit the outbound budget. */
const pageLength = 50;

/** For how many turns of the event loop messages may be held while more arrive. */
const maxHeldTurns = 4;

export interface HubRoomOptions {
	name: string;
	broker: Broker;
	presence: PresenceStore;
	watcher: HubWatcher | undefined;
	/** The address in whose budget a new room counts; see `Broker`. */
	opener: string | undefined;
}

/**
 * The connections of this process in one room. Subscribes once to the room's stream and delivers it to all;
 * messages that arrive within a few turns of the event loop leave together.
 */
export class HubRoom implements RoomListener {
	readonly #name: string;
	readonly #broker: Broker;
	readonly #members = new Map<Connection, Member>();
	readonly #ahead = new Set<Member>();
	readonly #live: LiveGroups;
	readonly #watcher: HubWatcher | undefined;
	readonly #subscribed: Promise<Subscription>;
	readonly #presence: RoomPresence;
	#position: Cursor | null = null;
	#waiting: Message[] = [];

	constructor({ name, broker, presence, watcher, opener }: HubRoomOptions) {
		this.#name = name;
		this.#broker = broker;
		this.#watcher = watcher;
		this.#live = new LiveGroups(name, watcher);
		this.#subscribed = broker.subscribe(name, this, opener);
		this.#presence = new RoomPresence(name, presence, (present) =>
			this.#broadcast({ type: 'presence', ...present })
		);
	}

	get isEmpty(): boolean {
		return this.#members.size === 0;
	}

	has(connection: Connection): boolean {
		return this.#members.has(connection);
	}

	/**
	 * Adds a connection: `welcome` is called first, then it gets a gap, the replay and the live messages,
	 * without holes or repeats. Resolves when its replay is done or it has left.
	 *
	 * A replay is read in pages, as fast as the reader takes them: nothing is queued for it here.
	 */
	async join(
		connection: Connection,
		after: Cursor | null,
		welcome: (page: Page) => void
	): Promise<void> {
		const member = new Member(connection);
		this.#members.set(connection, member);
		const isMember = () => this.#members.get(connection) === member;
		try {
			const { position } = await this.#subscribed;
			this.#position ??= position;
			let page = await this.#broker.read(this.#name, after, pageLength);
			if (isMember()) {
				this.#presence.add(connection);
				welcome(page);
				member.notifyWelcomed();
				reportStep(connection, 'joined');
			}
			while (isMember()) {
				if (page.gap !== null) connection.send({ type: 'gap', ...page.gap });
				this.#replay(connection, page.messages);
				if (page.end.seq === page.last.seq && this.#goLive(member, page.end)) return;
				await connection.drained();
				page = await this.#broker.read(this.#name, page.end, pageLength);
			}
		} catch (error) {
			if (isMember()) this.leave(connection);
			throw error;
		}
	}

	/** Waits until a connection has been welcomed, or has left. Resolves to whether it is in the room then. */
	async whenJoined(connection: Connection): Promise<boolean> {
		const member = this.#members.get(connection);
		if (member === undefined) return false;
		await member.whenWelcomed();
		return this.#members.get(connection) === member;
	}

	/** Removes a connection. Earlier messages still reach it. */
	leave(connection: Connection): void {
		const member = this.#members.get(connection);
		if (member === undefined) return;
		this.#flush();
		this.#members.delete(connection);
		this.#ahead.delete(member);
		this.#presence.remove(connection);
		member.notifyWelcomed();
		if (member.state === 'live') this.#live.delete(connection);
	}

	/** Called when a connection's identity has changed. */
	updateIdentity(connection: Connection): void {
		this.#presence.updateIdentity(connection);
	}

	/** The position of the last message that a connection has received; null while it is joining, or if it is not in the room. */
	positionOf(connection: Connection): Cursor | null {
		const member = this.#members.get(connection);
		if (member === undefined || member.state === 'joining') return null;
		this.#flush();
		return member.readUpTo ?? this.#position;
	}

	/** Called when the last connection has left. */
	async end(): Promise<void> {
		this.#presence.close();
		const subscription = await this.#subscribed.catch(() => null);
		subscription?.end();
	}

	message(message: Message): void {
		reportPassing('broker-delivered', this.#broker, [message]);
		this.#position = parseCursor(message.id);
		this.#waiting.push(message);
		if (this.#waiting.length === 1) this.#flushWhenQuiet(1, 0);
	}

	gap(gap: Gap): void {
		this.#flush();
		const to = parseCursor(gap.cursor);
		this.#position = to;
		for (const member of this.#members.values()) {
			if (member.state === 'joining') member.mustReread = true;
			else if (to !== null) this.#applyGap(member, gap, to);
		}
	}

	/** Delivers the waiting messages: all to each group, and to each `ahead` member those that it has not read. */
	#flush(): void {
		const messages = this.#waiting;
		if (messages.length === 0) return;
		this.#waiting = [];
		const reached = this.#live.deliver(messages) + this.#ahead.size;
		for (const member of this.#ahead) this.#catchUp(member, messages);
		reportPassing('fanned-out', this.#broker, messages, reached);
	}

	/**
	 * Flushes as soon as a turn of the event loop has brought nothing more. Messages that were sent together
	 * rarely arrive in one turn, and each that leaves alone is a system call for every reader.
	 */
	#flushWhenQuiet(knownLength: number, turns: number): void {
		setImmediate(() => {
			const { length } = this.#waiting;
			if ((turns > 0 && length === knownLength) || turns === maxHeldTurns) this.#flush();
			else if (length > 0) this.#flushWhenQuiet(length, turns + 1);
		});
	}

	/** Sends an event to everyone whose replay is done. */
	#broadcast(event: RoomEvent): void {
		this.#live.send(event);
		for (const { connection } of this.#ahead) connection.send(event);
	}

	/**
	 * Sends a member the part of a gap that it has not read itself, and makes it live. Does nothing if it has read
	 * beyond the gap. The gap ends at `to`.
	 */
	#applyGap(member: Member, gap: Gap, to: Cursor): void {
		const { connection, readUpTo } = member;
		let lost = gap;
		if (readUpTo !== null && (gap.reason === 'expired' || readUpTo.epoch === to.epoch)) {
			// It has read on by itself: into another epoch, beyond the gap, or into the gap.
			if (readUpTo.epoch !== to.epoch || readUpTo.seq > to.seq) return;
			if (gap.reason === 'expired') lost = { ...gap, from: readUpTo.seq + 1 };
		}
		if (lost.from === null || lost.from <= to.seq) connection.send({ type: 'gap', ...lost });
		this.#makeLive(member);
	}

	#catchUp(member: Member, messages: readonly Message[]): void {
		const { connection, readUpTo } = member;
		if (readUpTo === null || this.#position?.epoch !== readUpTo.epoch) return;
		const fresh = messages.filter(({ seq }) => seq > readUpTo.seq);
		this.#replay(connection, fresh);
		if (this.#position.seq >= readUpTo.seq) this.#makeLive(member);
	}

	/**
	 * Makes a member live, or `ahead`, when it has read up to `end`. Returns false if it has to read more first: a gap
	 * has arrived, or this process has received more than `end`.
	 */
	#goLive(member: Member, end: Cursor): boolean {
		const position = this.#position ?? end;
		const isSameEpoch = position.epoch === end.epoch;
		if (member.mustReread || (isSameEpoch && end.seq < position.seq)) {
			member.mustReread = false;
			return false;
		}
		// The waiting messages are part of what the member has read: the others get them now.
		this.#flush();
		this.#presence.addNewcomer(member.connection);
		if (isSameEpoch && end.seq === position.seq) {
			this.#makeLive(member);
		} else {
			member.state = 'ahead';
			member.readUpTo = end;
			this.#ahead.add(member);
		}
		return true;
	}

	#makeLive(member: Member): void {
		this.#ahead.delete(member);
		member.readUpTo = null;
		if (member.state === 'live') return;
		member.state = 'live';
		this.#live.add(member.connection);
	}

	/** Delivers messages that only one reader lacks. */
	#replay(connection: Connection, messages: readonly Message[]): void {
		if (messages.length === 0) return;
		connection.deliver(messages);
		this.#watcher?.replayed(connection.transport, messages.length);
		reportStep(connection, 'replayed', { detail: messages.length });
	}
}
