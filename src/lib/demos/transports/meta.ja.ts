import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = {
	title: '1つのルームを5つの方式で受信する',
	size: 'small',
	isTraced: true
};
