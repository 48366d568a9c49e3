import { openEventStream, type StreamState } from '../../client/event-stream.ts';
import { parseJson } from '../../protocol/client-event.ts';
import { Sample } from './protocol.ts';

/** 画面に表示する秒数 */
export const keptSeconds = 60;

/** 指標のストリーム。必要なのは現在の値だけなので、再開は要求しない */
export class Feed {
	state = $state<StreamState>('closed');
	samples = $state.raw<readonly Sample[]>([]);

	/** 接続を開く。戻り値の関数で閉じる */
	open(url: string): () => void {
		return openEventStream(url, {
			onState: (state) => (this.state = state),
			onMessage: (data) => {
				const sample = parseJson(Sample, data);
				if (sample.ok) this.samples = [...this.samples, sample.value].slice(-keptSeconds);
			}
		});
	}
}
