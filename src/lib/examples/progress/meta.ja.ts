import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = { title: '長い処理の進み具合', size: 'medium' };
