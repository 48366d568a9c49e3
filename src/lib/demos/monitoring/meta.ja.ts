import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: 'このサーバーのメトリクス', size: 'tall' };
