import { expect, test } from 'vitest';
import type { PageInfo } from '../markdown/types.ts';
import { llmsFullTxt, llmsTxt } from './llms.ts';

const page = (path: string, parent: string | null) => ({
	page: { path, parent, title: `題 ${path}`, nav: 'Wirelab', description: '説明' } as PageInfo,
	text: `# 題 ${path}\n`
});
const pages = [page('/', null), page('/a/', '/'), page('/a/b/', '/a/'), page('/c/', '/')];

test('llms.txt lists every page below its chapter, as a link to its Markdown [llms]', () => {
	expect(llmsTxt(pages, '')).toBe(
		[
			'# Wirelab\n\n> 説明\n\n- [llms-full.txt](/llms-full.txt)\n',
			'## 題 /a/\n\n- [題 /a/](/a/index.md): 説明\n- [題 /a/b/](/a/b/index.md): 説明\n',
			'## 題 /c/\n\n- [題 /c/](/c/index.md): 説明\n\n'
		].join('\n')
	);
	expect(llmsTxt(pages, 'https://example.org')).toContain('(https://example.org/c/index.md)');
});

test('llms-full.txt has all pages in reading order [llms]', () => {
	expect(llmsFullTxt(pages)).toBe(
		'# 題 /\n\n---\n\n# 題 /a/\n\n---\n\n# 題 /a/b/\n\n---\n\n# 題 /c/\n'
	);
});
