import type { DemoMeta } from '../../demos/demo.ts';

export const meta: DemoMeta = { title: 'カーソルとメモの共有', size: 'medium' };
