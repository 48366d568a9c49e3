export interface ChatMessage {
	id: number;
	text: string;
}

/** 受信した文字列を検証する。不正ならnull */
export function readMessage(json: unknown): ChatMessage | null {
	if (typeof json !== 'string') return null;
	try {
		return asMessage(JSON.parse(json));
	} catch {
		return null;
	}
}

export function asMessage(value: unknown): ChatMessage | null {
	if (typeof value !== 'object' || value === null) return null;
	if (!('id' in value) || typeof value.id !== 'number') return null;
	if (!('text' in value) || typeof value.text !== 'string') return null;
	return { id: value.id, text: value.text };
}
