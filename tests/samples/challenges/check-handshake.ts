interface Handshake {
	origin: string | undefined;
	/** Cookieから取得したセッションID */
	sessionId: string | undefined;
	room: string;
}

interface Site {
	origins: ReadonlySet<string>;
	/** セッションIDとユーザー名 */
	sessions: ReadonlyMap<string, string>;
	canEnter(user: string, room: string): boolean;
}

type Result = { status: 101; user: string } | { status: 401 | 403 };

export function checkHandshake({ origin, sessionId, room }: Handshake, site: Site): Result {
	// Cookieは別のサイトのページからも送信されるので、最初にOriginを検証する
	if (origin === undefined || !site.origins.has(origin)) return { status: 403 };
	const user = sessionId === undefined ? undefined : site.sessions.get(sessionId);
	if (user === undefined) return { status: 401 }; // サインインすれば接続できる
	if (!site.canEnter(user, room)) return { status: 403 }; // サインインし直しても変わらない
	return { status: 101, user };
}
