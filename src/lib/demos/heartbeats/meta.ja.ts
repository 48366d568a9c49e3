import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: 'ハーフオープンの接続とハートビート', size: 'medium' };
