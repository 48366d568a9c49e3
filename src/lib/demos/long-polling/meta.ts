import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '待たされるリクエスト（ロングポーリング）', size: 'small' };
