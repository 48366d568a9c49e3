import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '部屋の最新の値（query.live）', size: 'small' };
