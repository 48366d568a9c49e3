import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const numberStep = 10;

/**
 * The path of a new page, with the next multiple of ten in its folder.
 * @param slugs names without numbers: folders below `content/ja`, then the page
 * @throws Error if one of the folders does not exist or the name is taken
 */
export function pagePath(root: string, slugs: readonly string[]): string {
	const name = slugs.at(-1) ?? '';
	const folder = slugs.slice(0, -1).reduce((path, slug) => {
		const entry = entriesOf(root, path).find((known) => known.isFolder && known.slug === slug);
		if (entry) return `${path}/${entry.file}`;
		throw new Error(`there is no folder ${slug} in ${path}/: create it with an index.md first`);
	}, 'content/ja');
	const entries = entriesOf(root, folder);
	const same = entries.find(({ slug }) => slug === name);
	if (same) throw new Error(`${folder}/${same.file} already exists`);
	const last = Math.max(0, ...entries.map(({ number }) => number));
	const number = (Math.floor(last / numberStep) + 1) * numberStep;
	return `${folder}/${String(number)}-${name}.md`;
}

/** A page's source. */
export function pageContent(title: string, body: string): string {
	return [
		'---',
		`title: ${title}`,
		'description: このページの内容を1文で書きます。',
		'---',
		'',
		body,
		''
	].join('\n');
}

/** The numbered files and folders in a folder of the content. */
function entriesOf(root: string, folder: string) {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const groups = /^(?<number>\d+)-(?<slug>[^.]+)(?:\.md)?$/.exec(entry.name)?.groups;
		if (!groups) return [];
		const { number, slug = '' } = groups;
		return [{ file: entry.name, number: Number(number), slug, isFolder: entry.isDirectory() }];
	});
}
