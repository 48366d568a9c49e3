import * as v from 'valibot';
import { expect, it } from 'vitest';
import { ClientEvent } from './protocol.ts';

it('replaces half a surrogate pair, which UTF-8 cannot encode', () => {
	const say = { type: 'say', clientId: 'a'.repeat(16), room: 'general', text: 'a\ud800b 😀' };
	expect(v.parse(ClientEvent, say)).toEqual({ ...say, text: 'a\ufffdb 😀' });
});
