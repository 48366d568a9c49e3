import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { problem, type Problem } from '$lib/protocol/errors.ts';
import type { Ack } from '$lib/protocol/message.ts';

/** 記録済み、拒否、または不明(途中で切断。再送してよい) */
export type Published =
	| { outcome: 'stored'; ack: Ack }
	| { outcome: 'refused'; problem: Problem }
	| { outcome: 'unknown' };

export interface PublishRequest {
	room: string;
	text: string;
	clientId: string;
	signal?: AbortSignal;
}

/** 受信専用のトランスポートのために、HTTP で送信する。例外は投げない */
// #region publish
export async function publishOverHttp(
	{ room, text, clientId, signal }: PublishRequest,
	fetch = window.fetch
): Promise<Published> {
	try {
		const response = await fetch(`/api/rooms/${room}/messages`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ text, clientId }),
			...(signal && { signal })
		});
		const answer: unknown = await response.json();
		const ack = parseNamedEvent('ack', answer);
		if (response.status === 201 && ack?.type === 'ack') return { outcome: 'stored', ack };
		const refusal = parseNamedEvent('error', answer);
		if (refusal?.type === 'error') return { outcome: 'refused', problem: refusal };
		return { outcome: 'refused', problem: problem('internal') };
	} catch {
		// 届いたかどうかは不明。同じ clientId なら、再送しても重複しない
		return { outcome: 'unknown' };
	}
}
// #endregion publish
