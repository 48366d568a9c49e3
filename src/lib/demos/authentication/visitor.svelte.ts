import type { ConnectionState } from '$lib/client/state.ts';
import { privateRoom, randomId } from '$lib/protocol/room.ts';
import type { ServerEvent } from '$lib/protocol/server-event.ts';
import { parseSession, parseTicket } from '$lib/protocol/session.ts';
import { createRawSocket } from '../raw-socket.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { call, type Answer, type CallOptions } from './call.ts';
import { text } from './text.ts';

/** 期限切れを待てる長さのセッション */
export const sessionSeconds = 30;

/** セッションと、1本の接続 */
export class Visitor {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	/** サーバーが、この接続のユーザーとみなす名前 */
	user = $state('');
	/** endsAt は、この端末の時計のミリ秒 */
	session = $state.raw<{ user: string; endsAt: number }>();
	rows = $state.raw<readonly TimelineRow[]>([]);
	statusLine = $state(text.idle);
	/** 最後に使ったチケット */
	usedTicket = $state('');

	readonly #socket = createRawSocket({
		room: privateRoom('auth'),
		onFrame: (frame, event) => this.#receive(frame, event),
		onState: (state) => {
			this.connection = state;
			if (state.name !== 'open') this.user = '';
		}
	});

	start = () => this.#socket.start();
	stop = () => this.#socket.stop();
	dispose = () => this.#socket.dispose();

	signIn = async () => {
		const body = { name: text.name, expiresIn: sessionSeconds };
		const answer = await this.#call('POST', '/api/session', { body });
		const session = parseSession(answer?.body);
		if (!answer || !session) return;
		// サーバーの時計との差に影響されないよう、残り時間に直す
		this.session = {
			user: session.user,
			endsAt: Date.now() + session.expiresAt - answer.serverTime
		};
		this.statusLine = text.signedIn;
	};

	// #region ticket
	/** チケットを取得し、開いている接続で送信する */
	authenticate = async () => {
		const answer = await this.#call('POST', '/api/tickets');
		const ticket = parseTicket(answer?.body);
		if (ticket === null) return;
		this.usedTicket = ticket;
		this.sendTicket(ticket);
	};

	/** 接続のユーザーを、チケットを発行したセッションのユーザーにする。1つのチケットは1度しか使えない */
	sendTicket = (ticket: string) => this.#send(JSON.stringify({ type: 'auth', ticket }));
	// #endregion ticket

	signOut = async () => {
		// セッションのユーザーの接続なら、サーバーが閉じて理由を通知する
		const isClosing = this.user === this.session?.user;
		const answer = await this.#call('DELETE', '/api/session');
		if (answer?.status !== 204) return;
		if (!isClosing) this.statusLine = text.signedOut;
		this.session = undefined;
	};

	sendForgedTicket = () => this.sendTicket(randomId(22));
	/** Cookieを送らない */
	sendNothing = () => this.#call('POST', '/api/tickets', { credentials: 'omit' });
	sendForgedToken = () => {
		const token = [20, 40, 43].map(randomId).join('.');
		return this.#call('POST', '/api/tickets', { headers: { authorization: `Bearer ${token}` } });
	};
	/** 期限が過ぎた */
	expire = () => (this.session = undefined);

	async #call(method: string, path: string, init: CallOptions = {}): Promise<Answer | null> {
		this.#note('sent', `${method} ${path}${init.body ? ` ${JSON.stringify(init.body)}` : ''}`);
		const answer = await call(method, path, init);
		if (!answer) {
			this.statusLine = text.failed;
			return null;
		}
		const { status, body, problem } = answer;
		this.#note(
			'received',
			body === undefined ? String(status) : `${status} ${JSON.stringify(body)}`
		);
		if (problem) this.statusLine = text.rejected(status, problem.code);
		return answer;
	}

	#send(frame: string) {
		if (this.#socket.send(frame)) this.#note('sent', frame);
	}

	#receive(frame: string, event: ServerEvent | null) {
		if (event?.type === 'presence') return;
		this.#note('received', frame);
		if (event?.type === 'welcome') {
			this.user = event.user;
			this.statusLine = text.welcomed(event.user);
		}
		if (event?.type !== 'closing') return;
		const { code, reason = '' } = event;
		this.statusLine = (reason === 'token_expired' ? text.expired : text.closed)(code, reason);
	}

	#note(kind: TimelineRow['kind'], text: string) {
		this.rows = addRow(this.rows, { at: Date.now(), kind, text });
	}
}
