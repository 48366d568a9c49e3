import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '質問に答えて方式を選ぶ', size: 'slim', kind: 'tool' };
