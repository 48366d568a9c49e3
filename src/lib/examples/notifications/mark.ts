// #region mark
/** 1本のストリームで2つのログを読むので、再開する位置も2つある */
export interface Mark {
	inbox: string | null;
	room: string | null;
}

/** ストリームの `id:` の形式。再接続時に、ブラウザーがそのまま `Last-Event-ID` で送る */
export function formatMark({ inbox, room }: Mark): string {
	return `${inbox ?? ''}~${room ?? ''}`;
}

/** 不正なら「最初から」とみなす。重複は、クライアントが番号で除く */
export function parseMark(text: string | null): Mark {
	const [inbox, room] = (text ?? '').split('~');
	return { inbox: inbox || null, room: room || null };
}
// #endregion mark
