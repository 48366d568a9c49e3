import { expect, test } from 'vitest';
import { readStored, store } from './store.ts';

const denying = (): Storage => {
	throw new DOMException('denied', 'SecurityError');
};

test('a browser that rejects storage stores nothing and causes no error', () => {
	expect(() => store('key', 'value', denying)).not.toThrow();
	expect(readStored('key', denying)).toBeNull();
});
