import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = {
	title: '1秒ごとに届くイベント（SSE）',
	size: 'small',
	isTraced: true
};
