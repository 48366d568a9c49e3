import { expect, it } from 'vitest';
import { splitStatic } from './static-split.ts';

it('replaces a page without live parts by one piece', () => {
	expect(splitStatic('<h2>a</h2>\n<p>b &#123; <em>c</em></p>')).toEqual({
		html: '{@html pieces[0]}',
		pieces: ['<h2>a</h2>\n<p>b &#123; <em>c</em></p>']
	});
});

it('replaces the largest runs around a component', () => {
	expect(splitStatic('<p>a</p><p>b</p><Demo name="x" /><p>c</p>')).toEqual({
		html: '{@html pieces[0]}<Demo name="x" />{@html pieces[1]}',
		pieces: ['<p>a</p><p>b</p>', '<p>c</p>']
	});
});

it('keeps the tags around live parts and replaces their static children', () => {
	expect(splitStatic('<section class="s"><h2>a</h2><div><Demo /><p>b</p></div></section>')).toEqual(
		{
			html: '<section class="s">{@html pieces[0]}<div><Demo />{@html pieces[1]}</div></section>',
			pieces: ['<h2>a</h2>', '<p>b</p>']
		}
	);
});

it('replaces the children of a component', () => {
	expect(splitStatic('<Checklist id="x"><ul><li>a</li></ul></Checklist>')).toEqual({
		html: '<Checklist id="x">{@html pieces[0]}</Checklist>',
		pieces: ['<ul><li>a</li></ul>']
	});
});

it('keeps an element with an expression', () => {
	expect(splitStatic('<p title={a}>b</p>').html).toBe('<p title={a}>{@html pieces[0]}</p>');
});

it('makes no piece of white space alone', () => {
	expect(splitStatic('<Demo />\n<Demo />')).toEqual({ html: '<Demo />\n<Demo />', pieces: [] });
});

it('splits empty markup', () => {
	expect(splitStatic('')).toEqual({ html: '', pieces: [] });
});
