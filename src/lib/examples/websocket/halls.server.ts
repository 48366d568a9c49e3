import type { ExampleHost } from '../../server/examples/host.ts';
import { Hall } from './hall.server.ts';

/** このインスタンスで開いている場所。全員が退室したら閉じる */
export function createHalls(server: ExampleHost) {
	const halls = new Map<string, { hall: Hall; started: Promise<void>; users: number }>();

	return {
		/** 使い終えたら `release` を1度だけ呼ぶ。新しい場所は `address` の上限に含める */
		async take(room: string, address?: string): Promise<{ hall: Hall; release: () => void }> {
			const known = halls.get(room) ?? openHall(room, address);
			known.users++;
			const release = () => {
				if (--known.users > 0) return;
				if (halls.get(room) === known) halls.delete(room);
				known.hall.stop();
			};
			try {
				await known.started;
			} catch (error) {
				// 次の接続は、最初からやり直せる。すでにやり直していれば、その場所は残す
				if (halls.get(room) === known) halls.delete(room);
				release();
				throw error;
			}
			return { hall: known.hall, release };
		}
	};

	function openHall(room: string, address: string | undefined) {
		const hall = new Hall(server, room, address);
		const fresh = { hall, started: hall.start(), users: 0 };
		halls.set(room, fresh);
		return fresh;
	}
}
