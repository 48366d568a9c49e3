// #region mark
/** 1本のストリームで2つの記録を読むので、どこまで読んだかも2つある */
export interface Mark {
	inbox: string | null;
	room: string | null;
}

/** ストリームの `id:` に書く形。切れると、ブラウザーがそのまま `Last-Event-ID` で返す */
export function formatMark({ inbox, room }: Mark): string {
	return `${inbox ?? ''}~${room ?? ''}`;
}

/** 読めないものは「最初から」とみなす。2度届いても、画面が番号で除く */
export function parseMark(text: string | null): Mark {
	const [inbox, room] = (text ?? '').split('~');
	return { inbox: inbox || null, room: room || null };
}
// #endregion mark
