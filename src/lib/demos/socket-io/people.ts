/** Who is in a room. */
export interface People {
	users: readonly string[];
	/** All of them, also those whose names were not sent. */
	count: number;
}

export const nobody: People = { users: [], count: 0 };

/** After `user-joined`. A name that is there already is the same person with one more connection. */
export function joined({ users, count }: People, user: string): People {
	return users.includes(user) ? { users, count } : { users: [...users, user], count: count + 1 };
}

/** After `user-left`. */
export function left({ users, count }: People, user: string): People {
	if (!users.includes(user)) return { users, count };
	return { users: users.filter((name) => name !== user), count: count - 1 };
}
