import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: 'ロングポーリングの動作', size: 'small', isTraced: true };
