import { expect, it } from 'vitest';
import { splitStatic } from './static-split.ts';

it('takes a page without anything live out as one piece', () => {
	expect(splitStatic('<h2>a</h2>\n<p>b &#123; <em>c</em></p>')).toEqual({
		html: '{@html pieces[0]}',
		pieces: ['<h2>a</h2>\n<p>b &#123; <em>c</em></p>']
	});
});

it('takes out what stands around a component, as large as it comes', () => {
	expect(splitStatic('<p>a</p><p>b</p><Demo name="x" /><p>c</p>')).toEqual({
		html: '{@html pieces[0]}<Demo name="x" />{@html pieces[1]}',
		pieces: ['<p>a</p><p>b</p>', '<p>c</p>']
	});
});

it('keeps the tags around something live and takes out their static children', () => {
	expect(splitStatic('<section class="s"><h2>a</h2><div><Demo /><p>b</p></div></section>')).toEqual(
		{
			html: '<section class="s">{@html pieces[0]}<div><Demo />{@html pieces[1]}</div></section>',
			pieces: ['<h2>a</h2>', '<p>b</p>']
		}
	);
});

it('takes out the children of a component', () => {
	expect(splitStatic('<Checklist id="x"><ul><li>a</li></ul></Checklist>')).toEqual({
		html: '<Checklist id="x">{@html pieces[0]}</Checklist>',
		pieces: ['<ul><li>a</li></ul>']
	});
});

it('keeps an element with an expression', () => {
	expect(splitStatic('<p title={a}>b</p>').html).toBe('<p title={a}>{@html pieces[0]}</p>');
});

it('lets no comment into a piece: hydration would take it for the end', () => {
	const { html, pieces } = splitStatic('<p>a<!-- b --></p><!----><p>c</p><!-- d -->');
	expect(html).toBe('{@html pieces[0]}');
	expect(pieces).toEqual(['<p>a</p><p>c</p>']);
});

it('makes no piece of blank space', () => {
	expect(splitStatic('<Demo />\n<Demo />')).toEqual({ html: '<Demo />\n<Demo />', pieces: [] });
});

it('splits nothing', () => {
	expect(splitStatic('')).toEqual({ html: '', pieces: [] });
});
