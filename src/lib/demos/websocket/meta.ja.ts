import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = {
	title: '2人のチャット（WebSocket）',
	size: 'medium',
	isTraced: true
};
