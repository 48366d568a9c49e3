import { createBackoff } from '../../client/backoff.ts';
import { createLifecycle } from '../../client/lifecycle.ts';
import type { ConnectionState } from '../../client/state.ts';

export interface StreamOptions {
	/** 入室し、ストリームの URL を返す */
	enter: () => Promise<string>;
	/** 未検証の JSON */
	onData: (json: string) => void;
	onState: (state: ConnectionState) => void;
}

// #region stream
/** 切断しても再開できるストリーム */
export function createStream({ enter, onData, onState }: StreamOptions) {
	let source: EventSource | undefined;
	let attempt = 0;
	/** 最後に受信した位置。新しい EventSource には引き継がれないので、URL で渡す */
	let after = '';

	async function open() {
		const mine = ++attempt;
		const address = await enter().catch(() => null);
		if (mine !== attempt) return; // 待機中に、停止または切断した
		if (address === null) return lifecycle.lost();
		const current = new EventSource(
			after ? `${address}?after=${encodeURIComponent(after)}` : address
		);
		source = current;
		current.onopen = () => {
			if (source !== current) return;
			lifecycle.opened();
			onState({ name: 'open' });
		};
		current.onmessage = ({ lastEventId, data }: MessageEvent<string>) => {
			if (source !== current) return;
			after = lastEventId;
			onData(data);
		};
		current.onerror = () => {
			if (source !== current) return;
			// 通信が切れただけなら、ブラウザーが Last-Event-ID を付けて再接続する。閉じてはいけない(C1)
			if (current.readyState === EventSource.CONNECTING) onState({ name: 'connecting' });
			else lifecycle.lost(); // 拒否された。入室からやり直す
		};
	}

	function drop() {
		attempt++;
		source?.close();
		source = undefined;
	}

	const link = { open: () => void open(), drop };
	const lifecycle = createLifecycle({ link, backoff: createBackoff(), onState, page: window });
	return { start: lifecycle.start, stop: lifecycle.stop, dispose: lifecycle.dispose };
}
// #endregion stream
