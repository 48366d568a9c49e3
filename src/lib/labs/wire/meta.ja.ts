import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = {
	title: '通信の中身を1バイトずつ読む',
	size: 'large',
	isPrinted: true
};
