import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '1つの部屋、5つの方式', size: 'small' };
