import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = { title: 'リアルタイムダッシュボード', size: 'medium' };
