/** The name that the request of a stream gives to its connection, not yet validated; null if there is none. */
export function requestedName({
	path,
	query
}: {
	path: string;
	query: URLSearchParams;
}): string | null {
	// The polls of Socket.IO send the name too, but it belongs to the WebSocket that follows them.
	if (path === '/socket.io/') return null;
	if (path.startsWith('/_app/remote/')) return nameInArgument(query.get('payload') ?? '');
	return query.get('connection');
}

/**
 * The property `connection` in the argument of a remote function. SvelteKit sends a list, made by devalue. Its first
 * entry is the argument or, if SvelteKit has wrapped it, a marker and the position of the argument in the list. The
 * properties of the argument have positions in the list as their values.
 */
function nameInArgument(payload: string): string | null {
	try {
		const values: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
		if (!Array.isArray(values)) return null;
		const [first] = values as unknown[];
		const argument: unknown = Array.isArray(first) ? values[Number(first[1])] : first;
		const { connection } = Object(argument) as { connection?: unknown };
		const name: unknown = typeof connection === 'number' ? values[connection] : null;
		return typeof name === 'string' ? name : null;
	} catch {
		return null;
	}
}
