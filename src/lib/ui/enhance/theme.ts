import { readStored, store } from './store.ts';

/** The key under which the reader's choice is stored. app.html reads it before the first paint. */
export const themeKey = 'wirelab:theme';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** Parses a theme. Anything unknown follows the device. */
export const themeOf = (value: string | null): Theme =>
	themes.find((theme) => theme === value) ?? 'auto';

function show(theme: Theme, inputs: Iterable<HTMLInputElement>): void {
	if (theme === 'auto') delete document.documentElement.dataset.theme;
	else document.documentElement.dataset.theme = theme;
	for (const input of inputs) input.checked = input.value === theme;
}

/** Lets the reader choose the colors; other tabs of the site follow. */
export function enableThemeChoice(): void {
	const inputs = document.querySelectorAll<HTMLInputElement>('#theme input');
	const choose = (theme: Theme) => {
		store(themeKey, theme === 'auto' ? null : theme);
		show(theme, inputs);
	};
	// The menu opens without script, so the reader may have chosen before this function ran.
	const early = [...inputs].find(({ checked }) => checked);
	if (early) choose(themeOf(early.value));
	else show(themeOf(readStored(themeKey)), inputs);
	for (const input of inputs) {
		input.addEventListener('change', () => {
			choose(themeOf(input.value));
		});
	}
	addEventListener('storage', ({ key, newValue }) => {
		if (key === themeKey) show(themeOf(newValue), inputs);
	});
}
