import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = {
	title: '簡単なクライアントと堅牢なクライアントの比較',
	size: 'huge',
	isPrinted: true
};
