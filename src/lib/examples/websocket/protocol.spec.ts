import * as v from 'valibot';
import { expect, it } from 'vitest';
import { ClientEvent } from './protocol.ts';

it('repairs half a surrogate pair, which no UTF-8 encodes and no reader could be sent', () => {
	const say = { type: 'say', clientId: 'a'.repeat(16), room: 'general', text: 'a\ud800b 😀' };
	expect(v.parse(ClientEvent, say)).toEqual({ ...say, text: 'a\ufffdb 😀' });
});
