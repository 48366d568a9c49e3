import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: 'チケットによる認証と期限切れ', size: 'tall' };
