import { copyCode } from './copy-code.ts';
import { copyPage } from './copy-page.ts';
import { loadOnDemand } from './on-demand.ts';
import { closeOnFollow } from './popovers.ts';
import { openSearch } from './search.ts';
import { keepSidebarPosition } from './sidebar.ts';
import { chooseTheme } from './theme.ts';
import { showTypes } from './types.ts';

/**
 * Adds what needs script to a page that works without it. Called once per document, because every navigation
 * loads a new one.
 */
export function enhance(): void {
	chooseTheme();
	openSearch();
	keepSidebarPosition();
	closeOnFollow();
	copyCode();
	copyPage();
	showTypes();
	loadOnDemand();
}
