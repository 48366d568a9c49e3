import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = { title: '応答が失われたメッセージの再送', size: 'medium' };
