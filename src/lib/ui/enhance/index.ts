import { enableCodeCopying } from './copy-code.ts';
import { enablePageCopying } from './copy-page.ts';
import { loadOnDemand } from './on-demand.ts';
import { closeDrawerOnNavigation } from './popovers.ts';
import { enableSearch } from './search.ts';
import { keepSidebarPosition } from './sidebar.ts';
import { enableThemeChoice } from './theme.ts';
import { enableTypeHovers } from './types.ts';

/**
 * Adds the features that need JavaScript to a page that also works without it. Called once per document, because every navigation
 * loads a new one.
 */
export function enhance(): void {
	enableThemeChoice();
	enableSearch();
	keepSidebarPosition();
	closeDrawerOnNavigation();
	enableCodeCopying();
	enablePageCopying();
	enableTypeHovers();
	loadOnDemand();
}
