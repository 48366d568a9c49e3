import { expect, test } from 'vitest';
import { codeOf } from './copy-code.ts';

const line = (textContent: string | null, ...names: string[]) => ({
	textContent,
	classList: { contains: (name: string) => names.includes(name) }
});

test('the copied code has its lines and no trailing newline', () => {
	expect(codeOf([line('a {\n'), line('\n'), line('}\n')])).toBe('a {\n\n}');
});

test('a line that a diff removes is not copied, one that it adds is', () => {
	expect(codeOf([line('old\n', 'line', 'del'), line('new\n', 'line', 'add')])).toBe('new');
});
