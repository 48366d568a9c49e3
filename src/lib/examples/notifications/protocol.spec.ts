import * as v from 'valibot';
import { expect, it } from 'vitest';
import { NotifyBody } from './protocol.ts';

it('replaces half a surrogate pair, which UTF-8 cannot encode', () => {
	const sent = { key: 'k', to: 'all', text: 'a\ud800b 😀' };
	expect(v.parse(NotifyBody, sent)).toEqual({ ...sent, text: 'a\ufffdb 😀' });
});
