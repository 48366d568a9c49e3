import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '受信の遅いクライアント', size: 'medium' };
