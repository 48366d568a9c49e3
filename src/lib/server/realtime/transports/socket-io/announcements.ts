import * as v from 'valibot';
import { RoomSchema } from '../../../../protocol/room.ts';
import type { Hub } from '../../hub/hub.ts';
import { maxAnnouncedPeople } from '../../limits.ts';
import { roomKey, type RoomServer, type SocketIoConnection } from './connection.ts';

/** The most announcements in one message to the other instances. */
const maxBatchLength = 500;

const AnnouncementSchema = v.object({
	event: v.picklist(['user-joined', 'user-left']),
	room: RoomSchema,
	user: v.string()
});
/** Validated, because anything with access to Redis can publish. */
const AnnouncementsSchema = v.array(AnnouncementSchema);

export type Announcement = v.InferOutput<typeof AnnouncementSchema>;

export interface AnnouncementsOptions {
	io: RoomServer;
	hub: Pick<Hub, 'hasAtMost'>;
	/** Whether there may be other instances. */
	isCluster: boolean;
}

/** Announces who joins or leaves a small room to the others in it, on all instances. */
export class Announcements {
	readonly #options: AnnouncementsOptions;
	/** Announcements not yet sent to the other instances. */
	#outgoing: Announcement[] = [];

	constructor(options: AnnouncementsOptions) {
		this.#options = options;
		options.io.on('announcements', (received: unknown) => {
			const parsed = v.safeParse(AnnouncementsSchema, received);
			for (const announcement of parsed.success ? parsed.output : []) this.#emit(announcement);
		});
	}

	/** Called while the person counts as present: after joining and before leaving. */
	async announce(
		event: Announcement['event'],
		{ socket, identity }: SocketIoConnection,
		room: string
	): Promise<void> {
		const { hub, isCluster } = this.#options;
		if (!(await hub.hasAtMost(room, maxAnnouncedPeople))) return;
		// Only the display name: with a socket.id a client could address the room of that name.
		const announcement = { event, room, user: identity.user };
		this.#emit(announcement, socket.id);
		// Announcements of one turn of the event loop are sent together: a command for each would overflow the queue to Redis.
		if (isCluster && this.#outgoing.push(announcement) === 1) setImmediate(() => this.#send());
	}

	#emit({ event, room, user }: Announcement, except?: string): void {
		const members = this.#options.io.local.to(roomKey(room));
		(except === undefined ? members : members.except(except)).emit(event, { room, user });
	}

	#send(): void {
		const outgoing = this.#outgoing;
		this.#outgoing = [];
		for (let i = 0; i < outgoing.length; i += maxBatchLength) {
			this.#options.io.serverSideEmit('announcements', outgoing.slice(i, i + maxBatchLength));
		}
	}
}
