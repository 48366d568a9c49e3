import { untrack } from 'svelte';
import type { ConnectionState } from '$lib/client/state.ts';
import { newestLength } from '$lib/protocol/message.ts';
import { newestMessages } from '$lib/remote/room.remote.ts';
import type { Line } from './line.ts';

type LiveRoom = ReturnType<typeof newestMessages>;

/**
 * Opens the newest messages of a room over the line. SvelteKit connects, and reconnects with the same argument,
 * so all connections of the query have one name. Called in an effect root.
 */
export function openOver({ line, room }: { line: Line; room: string }): LiveRoom {
	const live = newestMessages({ room, connection: line.name(() => undefined) });
	reportJoins(live, line);
	$effect(() => {
		// SvelteKit listens to the window: on `offline` it closes its connections, on `online` it reconnects.
		const forward = ({ type }: Event) => window.dispatchEvent(new Event(type));
		for (const type of ['offline', 'online']) line.page.addEventListener(type, forward);
		return () => {
			for (const type of ['offline', 'online']) line.page.removeEventListener(type, forward);
		};
	});
	return live;
}

/** What SvelteKit says about the connection. It does not say when it will reconnect. */
export function stateOf({ connected, done }: LiveRoom): ConnectionState {
	if (connected) return { name: 'open' };
	return done ? { name: 'closed', reason: 'refused' } : { name: 'connecting' };
}

/** Reports, for each connection, the number after which the messages in its first value begin. */
function reportJoins(live: LiveRoom, line: Line): void {
	let wasConnected = false;
	let isFirst = false;
	let before: LiveRoom['current'];
	$effect(() => {
		const { connected, current } = live;
		if (connected && !wasConnected) isFirst = true;
		// The value of an earlier connection stays until the first one of this connection arrives.
		if (isFirst && current !== undefined && current !== before) {
			isFirst = false;
			const newest = current.at(-1)?.seq ?? 0;
			untrack(() => line.joined(Math.max(0, newest - newestLength)));
		}
		wasConnected = connected;
		before = current;
	});
}
