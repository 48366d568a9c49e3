import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '上限を超えて送信する', size: 'medium' };
