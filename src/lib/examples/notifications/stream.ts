import { createBackoff } from '../../client/backoff.ts';
import { createLifecycle } from '../../client/lifecycle.ts';
import type { ConnectionState } from '../../client/state.ts';

export interface StreamOptions {
	/** 入室し、ストリームのアドレスを返す */
	enter: () => Promise<string>;
	/** まだ確かめていない JSON */
	onData: (json: string) => void;
	onState: (state: ConnectionState) => void;
	page?: EventTarget;
}

// #region stream
/** 切れても続きから受け取るストリーム */
export function createStream({ enter, onData, onState, page = window }: StreamOptions) {
	let source: EventSource | undefined;
	let attempt = 0;
	/** 最後に受け取った場所。新しい EventSource は前の続きを知らないので、アドレスで渡す */
	let after = '';

	async function open() {
		const mine = ++attempt;
		const address = await enter().catch(() => null);
		if (mine !== attempt) return; // 待つ間に、止めたか切れた
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
			// 回線が切れただけなら、ブラウザーが Last-Event-ID を付けてつなぎ直す。閉じてはいけない(C1)
			if (current.readyState === EventSource.CONNECTING) onState({ name: 'connecting' });
			else lifecycle.lost(); // 断られた。入室からやり直す
		};
	}

	function drop() {
		attempt++;
		source?.close();
		source = undefined;
	}

	const link = { open: () => void open(), drop };
	const lifecycle = createLifecycle({ link, backoff: createBackoff(), onState, page });
	return { start: lifecycle.start, stop: lifecycle.stop, dispose: lifecycle.dispose };
}
// #endregion stream
