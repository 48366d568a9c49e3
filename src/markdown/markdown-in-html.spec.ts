import { expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';

it.each([
	['<p>[甲](https://a.example/)</p>', 5, '[甲](https://a.example/)'],
	['<div title="a">\n乙\n**丙**</div>', 7, '**丙**'],
	['- <p>`{}`</p>', 5, '`{}`']
])('rejects Markdown that a block of HTML would print as text: %s', async (body, line, syntax) => {
	expect(await rejection(body)).toMatch(`a.md:${String(line)}: ${syntax} is printed as text`);
});

it.each([
	['<span>[甲](https://a.example/)</span>', '<span><a href="https://a.example/">甲</a></span>'],
	['- <span>[甲](https://a.example/)</span>', '<span><a href="https://a.example/">甲</a></span>'],
	['1. <b>`乙`</b>', '<b><code>乙</code></b>'],
	['<div>\n\n**丙**\n\n</div>', '<div><p><strong>丙</strong></p></div>'],
	['<p title="[a](b)">丁 [x] (y) **</p>', '<p title="[a](b)">丁 [x] (y) **</p>']
])('accepts %j', async (body, html) => {
	expect(await render(body)).toContain(html);
});
