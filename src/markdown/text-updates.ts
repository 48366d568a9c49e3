import type { CompiledPage } from './compile.ts';
import { partsOf } from './page-module.ts';
import type { PageInfo } from './types.ts';

/** Recognizes edits that change nothing but static text, which the browser takes without losing any state. */
export class TextUpdates {
	/** What the browser has of each page besides its texts. */
	readonly #frames = new Map<string, string>();
	#lists = '';

	/** Records what the browser gets of a page, and of the lists of all pages. */
	sent(file: string, page: CompiledPage, pages: readonly PageInfo[]): void {
		this.#frames.set(file, frameOf(page));
		this.#lists = JSON.stringify(pages);
	}

	/** The new texts of an edited page; null if more has changed, or the browser does not have the page. */
	textsOf(file: string, page: CompiledPage, pages: readonly PageInfo[]): string[] | null {
		const isSame =
			this.#frames.get(file) === frameOf(page) && this.#lists === JSON.stringify(pages);
		return isSame ? partsOf(page).texts : null;
	}
}

const frameOf = (page: CompiledPage): string =>
	JSON.stringify([partsOf(page).html, [...page.imports], page.frontmatter]);
