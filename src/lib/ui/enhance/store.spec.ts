import { expect, test } from 'vitest';
import { keep, recall } from './store.ts';

const refusing = (): Storage => {
	throw new DOMException('denied', 'SecurityError');
};

test('a browser that rejects storage stores nothing and causes no error', () => {
	expect(() => keep('key', 'value', refusing)).not.toThrow();
	expect(recall('key', refusing)).toBeNull();
});
