import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = {
	title: '3つのルームのチャット（Socket.IO）',
	size: 'large',
	isTraced: true
};
