import * as v from 'valibot';
import { expect, it } from 'vitest';
import { NotifyBody } from './protocol.ts';

it('repairs half a surrogate pair, which no UTF-8 encodes and no reader could be sent', () => {
	const sent = { key: 'k', to: 'all', text: 'a\ud800b 😀' };
	expect(v.parse(NotifyBody, sent)).toEqual({ ...sent, text: 'a\ufffdb 😀' });
});
