import type { DemoMeta } from '../demo.ts';

export const meta: DemoMeta = {
	title: '切断しても続きから受信（SSE）',
	size: 'wide',
	isPrinted: true
};
