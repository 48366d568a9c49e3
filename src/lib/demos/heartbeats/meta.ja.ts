import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '半開きの接続とハートビート', size: 'medium' };
