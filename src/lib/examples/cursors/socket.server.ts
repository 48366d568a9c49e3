import { randomId } from '../../protocol/room.ts';
import { Refusal } from '../../server/realtime/refusal.ts';
import { host } from '../host.server.ts';
import { TokenBucket } from '../../server/realtime/guards/token-bucket.ts';
import type { ExampleHost } from '../../server/examples/host.ts';
import type { Entry } from '../../server/examples/journal.ts';
import { parseMessage } from '../../server/examples/parse-message.ts';
import type { ExampleSocket, OpenSocket } from '../../server/examples/sockets.ts';
import { ClientEvent, type NoteEvent, type PointerEvent, type ServerEvent } from './protocol.ts';

/** これより古い `asked` は、応答済みか、要求した人がいない。ミリ秒 */
const maxAskedAgeMs = 60_000;
/** 応答は文の全体で、全員に配信される。要求の回数によらず、1人の応答は5秒に1度まで */
const answersPerSecond = 0.2;

/** 1本の接続を処理する。メモは最初か `after` の続きから、位置は現在から配信する。`now` はレート制限の時計 */
export function serve(server: ExampleHost, now = () => performance.now()): OpenSocket {
	return async (socket, query) => {
		const { address } = socket; // 新しいルームは、このアドレスの上限に含める
		const room = query.get('room');
		const notes = server.journal<NoteEvent>('cursors', room, address);
		const pointers = server.journal<PointerEvent>('cursors-pointers', room, address);
		const who = randomId(12); // 接続ごとの番号。クライアントの値は使わない
		let name: string | null = null;
		let isPointing = false;
		const answers = new TokenBucket(1, answersPerSecond);
		const send = (event: ServerEvent) => socket.send(event);
		const shouldSend = ({ data, timestamp }: Entry<NoteEvent>) =>
			data.type !== 'asked' ||
			(data.who !== who && Date.now() - timestamp < maxAskedAgeMs && answers.take(now()));

		send({ type: 'welcome', who });
		const stopNotes = await notes.follow(query.get('after'), {
			entry(entry) {
				if (shouldSend(entry)) send({ type: 'note', id: entry.id, note: entry.data });
			},
			gap: () => send({ type: 'gap' })
		});
		const stopPointers = await follow(pointers, send).catch((error: unknown) => {
			stopNotes();
			throw error;
		});

		return {
			async message(value) {
				const event = parseMessage(ClientEvent, value);
				if (event.type === 'hello') name = event.name;
				else if (name === null) throw new Refusal('unauthorised');
				else if (event.type === 'moved') {
					isPointing = true;
					await pointers.append({ type: 'moved', who, name, x: event.x, y: event.y });
				} else if (event.type === 'left') await leave();
				else await notes.append({ ...event, who });
			},
			closed() {
				stopNotes();
				stopPointers();
				leave().catch(() => undefined); // ログに追加できないときは、ほかの人への配信も止まっている
			}
		};

		async function leave(): Promise<void> {
			if (!isPointing) return;
			isPointing = false;
			await pointers.append({ type: 'left', who });
		}
	};
}

export const open = serve(host);

/** 位置は過去の分が不要なので、現在の続きから */
async function follow(
	pointers: ReturnType<ExampleHost['journal']>,
	send: ExampleSocket['send']
): Promise<() => void> {
	return pointers.follow(await pointers.lastId(), {
		entry: ({ data }) => send({ type: 'pointer', pointer: data }),
		gap: () => undefined
	});
}
