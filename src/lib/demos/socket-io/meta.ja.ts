import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '3つの部屋（Socket.IO）', size: 'large' };
