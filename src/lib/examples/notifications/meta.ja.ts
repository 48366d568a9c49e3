import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = { title: '通知', size: 'large' };
