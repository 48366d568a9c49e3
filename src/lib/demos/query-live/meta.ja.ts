import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = {
	title: '最新の値の購読（query.live）',
	size: 'small',
	isTraced: true
};
