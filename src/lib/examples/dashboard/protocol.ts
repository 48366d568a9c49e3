import * as v from 'valibot';

/** ボタンを1回押すと増える接続の数 */
export const step = 5;
/** 1人が開ける接続の数 */
export const maxOpen = 20;

/** 負荷をかける接続の接続先 */
export const socketAddress = (pageUrl: string): URL =>
	new URL('/api/examples/dashboard/socket', pageUrl);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.minValue(0));

/** ある1秒の指標。割合は、すべて前の1秒との差から求める */
export const Sample = v.object({
	/** サーバーの時計、エポックからのミリ秒 */
	at: v.number(),
	/** 開いている接続の数。トランスポートごと */
	connections: v.record(v.string(), count),
	/** 毎秒の件数 */
	received: amount,
	written: amount,
	refused: amount,
	/** イベントループの遅れ。この1秒の99パーセンタイル、ミリ秒 */
	lagMs: amount,
	/** CPUの使用率。1コアを使い切ると1 */
	cpu: amount,
	memoryBytes: amount
});

/** 負荷をかける接続のメッセージ。サーバーは同じ内容を返す */
export const Knock = v.object({ type: v.literal('knock'), number: v.number() });

export type Sample = v.InferOutput<typeof Sample>;

export const connectionsIn = ({ connections }: Sample): number =>
	Object.values(connections).reduce((sum, open) => sum + open, 0);
