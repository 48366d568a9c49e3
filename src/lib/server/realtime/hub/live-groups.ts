import type { Message } from '../../../protocol/message.ts';
import type { Connection, Fanout, Group, RoomEvent, TransportName } from '../connection.ts';
import type { HubWatcher } from './watcher.ts';

/** The live connections of one transport. */
interface LiveGroup {
	readonly group: Group;
	readonly transport: TransportName;
	size: number;
}

/** The live connections of a room, which receive every message when it is published, grouped by transport. */
export class LiveGroups {
	readonly #room: string;
	readonly #watcher: HubWatcher | undefined;
	readonly #groups = new Map<Fanout, LiveGroup>();

	constructor(room: string, watcher: HubWatcher | undefined) {
		this.#room = room;
		this.#watcher = watcher;
	}

	add(connection: Connection): void {
		const live = this.#groupOf(connection);
		live.group.add(connection);
		live.size++;
	}

	delete(connection: Connection): void {
		const live = this.#groupOf(connection);
		live.group.delete(connection);
		live.size--;
	}

	send(event: RoomEvent): void {
		for (const { group } of this.#groups.values()) group.send(event);
	}

	/** Returns how many connections got the messages. */
	deliver(messages: readonly Message[]): number {
		let reached = 0;
		for (const { group, size, transport } of this.#groups.values()) {
			if (size === 0) continue;
			group.deliver(messages);
			this.#watcher?.delivered(transport, size, messages);
			reached += size;
		}
		return reached;
	}

	#groupOf({ fanout, transport }: Connection): LiveGroup {
		const live = this.#groups.get(fanout) ?? {
			group: fanout.group(this.#room),
			size: 0,
			transport
		};
		this.#groups.set(fanout, live);
		return live;
	}
}
