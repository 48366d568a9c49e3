import { expect, test } from 'vitest';
import { keep, recall } from './store.ts';

const refusing = (): Storage => {
	throw new DOMException('denied', 'SecurityError');
};

test('a browser that refuses storage keeps nothing and breaks nothing', () => {
	expect(() => keep('key', 'value', refusing)).not.toThrow();
	expect(recall('key', refusing)).toBeNull();
});
