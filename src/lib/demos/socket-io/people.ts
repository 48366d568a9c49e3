/** Who is in a room, as far as it is known. */
export interface People {
	users: readonly string[];
	/** All of them where the server has said so; else undefined, and `users` are those seen so far. */
	count: number | undefined;
}

export const nobody: People = { users: [], count: undefined };

const plus = (count: number | undefined, change: number) =>
	count === undefined ? undefined : count + change;

/** After `user-joined`. A name that is there already is the same person with one more connection. */
export function joined({ users, count }: People, user: string): People {
	if (users.includes(user)) return { users, count };
	return { users: [...users, user], count: plus(count, 1) };
}

/** After `user-left`. */
export function left({ users, count }: People, user: string): People {
	if (!users.includes(user)) return { users, count };
	return { users: users.filter((name) => name !== user), count: plus(count, -1) };
}
