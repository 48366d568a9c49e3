import type { CompiledPage } from './compile.ts';
import { partsOf } from './page-module.ts';
import type { PageInfo } from './types.ts';

/** Recognizes edits that change only static text, which the browser applies without losing state. */
export class TextUpdates {
	/** The part of each page that is not static text, as sent to the browser. */
	readonly #frames = new Map<string, string>();
	/** The list of all pages as JSON, as sent to the browser. */
	#pageList = '';

	/** Records a page and the list of all pages as sent to the browser. */
	sent(file: string, page: CompiledPage, pages: readonly PageInfo[]): void {
		this.#frames.set(file, frameOf(page));
		this.#pageList = JSON.stringify(pages);
	}

	/** The new texts of an edited page; null if more has changed, or the browser does not have the page. */
	textsOf(file: string, page: CompiledPage, pages: readonly PageInfo[]): string[] | null {
		const isSame =
			this.#frames.get(file) === frameOf(page) && this.#pageList === JSON.stringify(pages);
		return isSame ? partsOf(page).texts : null;
	}
}

const frameOf = (page: CompiledPage): string =>
	JSON.stringify([partsOf(page).html, [...page.imports], page.frontmatter]);
