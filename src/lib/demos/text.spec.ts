import { expect, it } from 'vitest';
import { text } from './text.ts';

it('explains error codes and close codes with cause and next step, and names the code', () => {
	expect(text.explain('token_expired')).toBe(
		'セッションの有効期限が切れました。ページを再読み込みしてください。（token_expired）'
	);
	expect(text.explain(4401)).toBe('認証されていません。ページを再読み込みしてください。（4401）');
});

it('explains unknown codes, including names of object properties', () => {
	for (const code of [1008, 4999, 'http 404', 'constructor']) {
		expect(text.explain(code)).toBe(
			`サーバーに拒否されました。ページを再読み込みしてください。（${code}）`
		);
	}
});
