import { createBackoff } from '../../client/backoff.ts';
import { parseSample, type Sample } from './protocol.ts';

/** 画面に表示する秒数 */
export const keptSeconds = 60;

// #region feed
/** 指標のストリーム。必要なのは現在の値だけなので、再開は要求しない */
export class Feed {
	state = $state<'connecting' | 'open' | 'closed'>('closed');
	samples = $state.raw<readonly Sample[]>([]);

	/** 接続を開く。戻り値の関数で閉じる */
	open(address: string): () => void {
		const backoff = createBackoff();
		let source: EventSource;
		let timer: ReturnType<typeof setTimeout> | undefined;

		const connect = () => {
			source = new EventSource(address);
			source.onopen = () => {
				this.state = 'open';
				backoff.opened(Date.now());
			};
			source.onmessage = ({ data }: MessageEvent<string>) => {
				const sample = parseSample(data);
				if (sample) this.samples = [...this.samples, sample].slice(-keptSeconds);
			};
			source.onerror = () => {
				this.state = 'connecting';
				// CLOSED でなければ、ブラウザーが再接続している(C1)
				if (source.readyState !== EventSource.CLOSED) return;
				timer = setTimeout(connect, backoff.next(Date.now()));
			};
		};

		this.state = 'connecting';
		connect();
		return () => {
			clearTimeout(timer);
			source.close();
			this.state = 'closed';
		};
	}
}
// #endregion feed
