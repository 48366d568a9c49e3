import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '同じスキーマによる2回の検証', size: 'tall' };
