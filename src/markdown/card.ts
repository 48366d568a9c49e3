import { createHash } from 'node:crypto';
import type { Project } from './project.ts';
import type { Language, PageInfo } from './types.ts';

/** The folder of the cards: pictures that other sites show beside a link to a page. */
export const cardsFolder = 'static/cards';

/**
 * Part of every card's file name. Increment it when the drawing of cards changes: then all cards are stale,
 * and `npm run cards` draws them again.
 */
const cardVersion = 1;

/** The text of a card. */
export interface Card {
	title: string;
	/** Names of the pages above, outermost first, without the home. */
	section: string[];
	lang: Language;
}

/** Cards compared with the pages of the content. */
export interface Cards {
	/** The text of each card, by file name. */
	wanted: ReadonlyMap<string, Card>;
	/** File names of the cards that are not drawn. */
	missing: string[];
	/** Names of the files that no page uses. */
	unused: string[];
}

function cardOf(pages: readonly PageInfo[], page: PageInfo): Card {
	const parent = pages.find(({ path }) => path === page.parent);
	const section =
		parent && parent.parent !== null ? [...cardOf(pages, parent).section, parent.nav] : [];
	return { title: page.title, section, lang: page.lang };
}

/** The file name depends on the text of the card, so a stale card counts as missing. */
function fileName(card: Card): string {
	const text = JSON.stringify([cardVersion, card.title, card.section, card.lang]);
	return `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.png`;
}

/** The address of a page's card; null until it is drawn. */
export function cardAddress(
	project: Project,
	pages: readonly PageInfo[],
	page: PageInfo
): string | null {
	const name = fileName(cardOf(pages, page));
	return project.exists(`${cardsFolder}/${name}`) ? `/cards/${name}` : null;
}

export function surveyCards(project: Project, pages: readonly PageInfo[]): Cards {
	const cards = pages.map((page) => cardOf(pages, page));
	const wanted = new Map(cards.map((card) => [fileName(card), card]));
	const files = project.list(cardsFolder);
	return {
		wanted,
		missing: [...wanted.keys()].filter((name) => !files.includes(name)),
		unused: files.filter((name) => !wanted.has(name))
	};
}
