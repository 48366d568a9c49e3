import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = { title: '時間のかかる処理の進捗表示', size: 'medium' };
