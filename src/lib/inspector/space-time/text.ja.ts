import type { Fate } from './events.ts';

const number = (ms: number) => Math.round(ms).toLocaleString('ja-JP');

const fates: Record<Fate, string> = {
	delivered: '到着',
	repeated: '重複',
	lost: '欠落',
	'known-lost': '欠落（検知済み）',
	waiting: '未到着'
};

/** The texts of the space–time diagram and of its table. */
export const text = {
	unit: 'ms',
	number,
	times: (all: readonly number[]) => (all.length === 0 ? '—' : all.map(number).join('、')),
	happened: ({ name, from, to }: { name: string; from: number; to: number | null }) => {
		if (to === null) return `${name}：${number(from)} msから`;
		return from === to
			? `${name}：${number(from)} ms`
			: `${name}：${number(from)}〜${number(to)} ms`;
	},
	folded: (ms: number) => `${number(ms)} msを省略`,
	fates,
	columns: {
		message: '番号',
		sentAt: '送信（ms）',
		arrivals: '到着（ms）',
		took: '所要時間（ms）',
		fate: '結果'
	}
};
