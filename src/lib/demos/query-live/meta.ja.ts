import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '部屋の最新の値を購読する（query.live）', size: 'small' };
