import type { PageInfo } from '../../markdown/types.ts';
import { canonical, type Site } from './site.ts';
import { trail } from './tree.ts';

/**
 * A page in JSON-LD, with the vocabulary of schema.org. Without the site's address there are no breadcrumbs, which need
 * absolute addresses. `description` is omitted, because search engines take it from `<meta name="description">`.
 */
export function structuredData(
	pages: readonly PageInfo[],
	page: PageInfo,
	site: Site,
	siteName: string
): string {
	const url = canonical(site, page.path) ?? undefined;
	const about =
		page.parent === null
			? { '@type': 'WebSite', name: siteName, inLanguage: page.lang, url }
			: {
					'@type': 'TechArticle',
					headline: page.title,
					inLanguage: page.lang,
					dateModified: page.updated ?? undefined,
					url
				};
	const steps = [...trail(pages, page), { path: page.path, label: page.nav }];
	const breadcrumbs = {
		'@type': 'BreadcrumbList',
		itemListElement: steps.map(({ path, label }, i) => ({
			'@type': 'ListItem',
			position: i + 1,
			name: label,
			item: canonical(site, path)
		}))
	};
	const graph = url !== undefined && steps.length > 1 ? [about, breadcrumbs] : [about];
	const json = JSON.stringify({ '@context': 'https://schema.org', '@graph': graph });
	// Otherwise a text could contain `</script>`.
	return json.replaceAll('<', '\\u003c');
}
