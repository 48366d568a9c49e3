import MiniSearch, { type SearchOptions, type SearchResult } from 'minisearch';
import type { SearchPage } from '../../../search/types.ts';
import { similarity } from '../nearest.ts';
import { normalize, queryTokens, tokens } from './tokens.ts';

/** A place that matches: a section of a page, or the page itself. */
export interface Hit {
	href: string;
	page: string;
	/** Headings on the way to the section; empty for the page itself. */
	headings: string[];
	text: string;
	/** Words to highlight, the longest first. */
	words: string[];
}

interface Entry extends Omit<Hit, 'words'> {
	id: number;
	path: string;
	/** The innermost heading. */
	heading: string;
	/** From 1 for the first page down towards `leastWeight`: pages are in reading order, from the basics on. */
	weight: number;
}

const maxHits = 20;
const maxHitsPerPage = 4;
const maxNearest = 3;
/** The most characters of a query that are searched, because a pasted stack trace can be very long. */
const maxQueryLength = 200;
/** The share of the terms of a query that a section must have if no section has all of them. */
const minMatched = 0.6;

/** The limit that `weight` approaches towards the last page. */
const leastWeight = 0.6;
/** The least similarity of a heading that is suggested, from 0 to 1. */
const minSimilarity = 0.2;

/** Finds sections of pages. `add` works in chunks, so that the browser stays responsive. */
export class SearchEngine {
	readonly #entries = new Map<number, Entry>();
	readonly #index = new MiniSearch<Entry>({
		fields: ['page', 'heading', 'text'],
		tokenize: tokens,
		// `tokens` has already normalized the terms.
		processTerm: (term) => term
	});

	async add(pages: readonly SearchPage[]): Promise<void> {
		for (const [n, { path, title, sections }] of pages.entries()) {
			const weight = 1 - ((1 - leastWeight) * n) / pages.length;
			for (const { id: anchor, headings, text } of sections) {
				const href = anchor === '' ? path : `${path}#${anchor}`;
				const heading = headings.at(-1) ?? '';
				const id = this.#entries.size;
				this.#entries.set(id, { id, path, href, page: title, headings, heading, text, weight });
			}
		}
		await this.#index.addAllAsync([...this.#entries.values()], { chunkSize: 10 });
	}

	/** The sections that match a query, best first, with a limited number per page. */
	search(query: string): Hit[] {
		const terms = queryTokens(query.slice(0, maxQueryLength));
		if (terms.length === 0) return [];
		const wanted = normalize(query.trim());
		const perPage = new Map<string, number>();
		return this.#find(terms, wanted)
			.flatMap((result): Hit[] => {
				const entry = this.#entries.get(result.id as number);
				const before = perPage.get(entry?.path ?? '') ?? 0;
				if (!entry || before >= maxHitsPerPage) return [];
				perPage.set(entry.path, before + 1);
				const { href, page, headings, text } = entry;
				return [{ href, page, headings, text, words: wordsOf(wanted, result.terms, entry) }];
			})
			.slice(0, maxHits);
	}

	/** The headings with the most similar spelling, for queries without results. */
	nearest(query: string): Hit[] {
		const wanted = normalize(query.slice(0, maxQueryLength));
		return [...this.#entries.values()]
			.map((entry) => ({
				entry,
				score: similarity(wanted, normalize(entry.heading || entry.page))
			}))
			.filter(({ score }) => score > minSimilarity)
			.sort((a, b) => b.score - a.score)
			.slice(0, maxNearest)
			.map(({ entry }) => ({ ...entry, text: '', words: [] }));
	}

	#find(terms: readonly string[], wanted: string): SearchResult[] {
		const options: SearchOptions = {
			tokenize: () => [...terms],
			boost: { page: 4, heading: 4 },
			// A word may be incomplete while it is typed; a pair of Japanese characters is complete.
			prefix: (term) => term.length === 1 || /^[\p{ASCII}]/u.test(term),
			fuzzy: (term) => (/^[a-z]{5,}$/.test(term) ? 0.2 : false),
			boostDocument: (id) => this.#boost(id as number, wanted)
		};
		const all = this.#index.search(wanted, { ...options, combineWith: 'AND' });
		if (all.length > 0) return all;
		return this.#index
			.search(wanted, { ...options, combineWith: 'OR' })
			.filter(({ queryTerms }) => new Set(queryTerms).size >= terms.length * minMatched);
	}

	#boost(id: number, wanted: string): number {
		const entry = this.#entries.get(id);
		return entry ? relevance(entry, wanted) * entry.weight : 1;
	}
}

/**
 * A factor for the score: higher for a section that is about the query, or that contains its words as typed, because
 * pairs of characters also match when they are apart.
 */
function relevance(entry: Entry, wanted: string): number {
	const title = normalize(entry.heading || entry.page).replace(/^\d+\.\s*/, '');
	const isPage = entry.headings.length === 0;
	const isTopSection = entry.headings.length === 1;
	const words = wanted.split(/\s+/);
	if (title === wanted || subjectOf(title) === wanted) return isPage ? 32 : 14;
	if (title.startsWith(wanted)) return isPage || isTopSection ? 10 : 5;
	if (words.every((word) => title.includes(word))) return isPage ? 5 : 4;
	const text = normalize(`${entry.page} ${entry.text}`);
	return words.every((word) => text.includes(word) || title.includes(word)) ? 2 : 1;
}

/** The subject of a heading such as 「SSE：…」, 「SSE（…）とは」 or 「再接続と再開」, after `normalize`. */
const subjectOf = (title: string): string => title.replace(/[:(と].*$/, '');

/** The typed words that a section contains, and the matched terms of the other words. */
function wordsOf(wanted: string, terms: readonly string[], entry: Entry): string[] {
	const text = normalize([entry.page, ...entry.headings, entry.text].join(' '));
	const typed = wanted.split(/\s+/).filter((word) => text.includes(word));
	const others = terms.filter((term) => !typed.some((word) => word.includes(term)));
	return [...typed, ...others].sort((a, b) => b.length - a.length);
}
