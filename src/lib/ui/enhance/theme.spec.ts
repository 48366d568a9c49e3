import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { themeKey, themeOf } from './theme.ts';

test('an unknown or missing choice follows the device', () => {
	expect(themeOf(null)).toBe('auto');
	expect(themeOf('sepia')).toBe('auto');
	expect(themeOf('dark')).toBe('dark');
});

test('the script that runs before the first paint reads the same key', () => {
	const template = readFileSync(new URL('../../../app.html', import.meta.url), 'utf8');
	expect(template).toContain(`localStorage.getItem('${themeKey}')`);
});
