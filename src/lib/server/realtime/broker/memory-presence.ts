import { type Present, type PresenceStore } from './presence.ts';
import { maxPresenceNames } from '../limits.ts';

interface Session {
	user: string;
	connections: number;
	/** Runs while the session counts as polling. */
	poll: NodeJS.Timeout | null;
}

/** Presence in the memory of this process. */
export class MemoryPresence implements PresenceStore {
	readonly #rooms = new Map<string, Map<string, Session>>();
	readonly #watchers = new Map<string, Set<() => void>>();

	enter(room: string, sessionId: string, user: string): void {
		this.#open(room, sessionId, user).connections++;
	}

	leave(room: string, sessionId: string): void {
		const session = this.#rooms.get(room)?.get(sessionId);
		if (session === undefined) return;
		session.connections--;
		this.#removeIfGone(room, sessionId, session);
	}

	poll(room: string, sessionId: string, user: string, ms: number): void {
		const session = this.#open(room, sessionId, user);
		clearTimeout(session.poll ?? undefined);
		session.poll = setTimeout(() => {
			session.poll = null;
			this.#removeIfGone(room, sessionId, session);
		}, ms).unref();
	}

	async hasAtMost(room: string, limit: number): Promise<boolean> {
		return (this.#rooms.get(room)?.size ?? 0) <= limit;
	}

	async list(room: string): Promise<Present> {
		const sessions = this.#rooms.get(room) ?? new Map<string, Session>();
		const users = [...sessions.values()].slice(0, maxPresenceNames).map(({ user }) => user);
		return { count: sessions.size, users };
	}

	async watch(room: string, onChange: () => void): Promise<() => void> {
		const watchers = this.#watchers.get(room) ?? new Set();
		this.#watchers.set(room, watchers.add(onChange));
		return () => {
			watchers.delete(onChange);
			if (watchers.size === 0 && this.#watchers.get(room) === watchers) this.#watchers.delete(room);
		};
	}

	close(): void {
		for (const sessions of this.#rooms.values()) {
			for (const { poll } of sessions.values()) clearTimeout(poll ?? undefined);
		}
		this.#rooms.clear();
	}

	#open(room: string, sessionId: string, user: string): Session {
		const sessions = this.#rooms.get(room) ?? new Map<string, Session>();
		this.#rooms.set(room, sessions);
		const known = sessions.get(sessionId);
		if (known !== undefined) return known;
		const session = { user, connections: 0, poll: null };
		sessions.set(sessionId, session);
		this.#notify(room);
		return session;
	}

	#removeIfGone(room: string, sessionId: string, { connections, poll }: Session): void {
		if (connections > 0 || poll !== null) return;
		const sessions = this.#rooms.get(room);
		sessions?.delete(sessionId);
		if (sessions?.size === 0) this.#rooms.delete(room);
		this.#notify(room);
	}

	#notify(room: string): void {
		for (const onChange of this.#watchers.get(room) ?? []) onChange();
	}
}
