import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '3つの部屋のチャット（Socket.IO）', size: 'large' };
