/** Who is in a room, as far as it is known. */
export interface People {
	users: readonly string[];
	/** The number of all users; undefined until the server has sent it. Until then, `users` holds only those seen so far. */
	count: number | undefined;
}

export const nobody: People = { users: [], count: undefined };

const plus = (count: number | undefined, change: number) =>
	count === undefined ? undefined : count + change;

/** The people after `user-joined`. A known name is the same person with another connection. */
export function withUser({ users, count }: People, user: string): People {
	if (users.includes(user)) return { users, count };
	return { users: [...users, user], count: plus(count, 1) };
}

/** The people after `user-left`. */
export function withoutUser({ users, count }: People, user: string): People {
	if (!users.includes(user)) return { users, count };
	return { users: users.filter((name) => name !== user), count: plus(count, -1) };
}
