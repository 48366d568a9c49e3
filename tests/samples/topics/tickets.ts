import { randomBytes } from 'node:crypto';

const validMs = 30_000;

/** 30秒間、1回だけ使えるチケット */
export function createTickets<User>(now: () => number = () => performance.now()) {
	const issued = new Map<string, { user: User; expiresAt: number }>();
	return {
		issue(user: User): string {
			// Mapは追加順を保つので、期限の切れたチケットは先頭に集まる
			for (const [id, { expiresAt }] of issued) {
				if (now() < expiresAt) break;
				issued.delete(id);
			}
			const id = randomBytes(16).toString('base64url');
			issued.set(id, { user, expiresAt: now() + validMs });
			return id;
		},
		redeem(id: string): User | undefined {
			const ticket = issued.get(id);
			issued.delete(id);
			return ticket && now() < ticket.expiresAt ? ticket.user : undefined;
		}
	};
}
