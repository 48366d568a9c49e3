import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '返事を待つリクエスト（ロングポーリング）', size: 'small' };
