import * as v from 'valibot';
import { parse } from 'yaml';

const SectionsSchema = v.array(
	v.strictObject({
		section: v.string(),
		sentences: v.array(
			v.strictObject({
				id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
				says: v.string(),
				/** By file: the titles of the tests that would notice a breach. */
				tests: v.record(v.string(), v.union([v.string(), v.array(v.string())]))
			})
		)
	})
);

/** What the server promises, in sections; each sentence with its tests. */
export type Sections = v.InferOutput<typeof SectionsSchema>;

/** Reads tests/contract/sentences.yaml. @throws Error if it has another shape */
export function parseSentences(yaml: string): Sections {
	return v.parse(SectionsSchema, parse(yaml));
}

/**
 * What is wrong with the map, a line each: a sentence without a test, an id given twice, a test that does
 * not exist (any longer).
 * @param titlesIn the titles of a spec; null where there is no such file
 */
export function problemsOf(
	sections: Sections,
	titlesIn: (file: string) => readonly string[] | null
): string[] {
	const problems: string[] = [];
	const seen = new Set<string>();
	for (const { id, tests } of sections.flatMap(({ sentences }) => sentences)) {
		if (seen.has(id)) problems.push(`${id}: there are two sentences of this id`);
		seen.add(id);
		const named = Object.entries(tests).flatMap(([file, titles]) =>
			[titles].flat().map((title) => ({ file, title }))
		);
		if (named.length === 0) problems.push(`${id}: no test would notice its breach`);
		for (const { file, title } of named) {
			const titles = titlesIn(file);
			if (titles === null) problems.push(`${id}: there is no ${file}`);
			else if (!titles.map(withoutTraps).includes(title)) {
				problems.push(`${id}: ${file} has no test "${title}"`);
			}
		}
	}
	return problems;
}

/** A title without the IDs of the traps that it guards against: they may come and go. */
function withoutTraps(title: string): string {
	return title.replace(/^(?:[A-Z]\d{1,2}\b\s*[,+·]?\s*)+:\s*/, '');
}

/** The map as a Markdown table per section, with links from `folder`. */
export function tablesOf(sections: Sections, folder: string): string {
	return sections
		.map(({ section, sentences }) => {
			const rows = sentences.map(({ id, says, tests }) => {
				const named = Object.entries(tests).map(([file, titles]) => {
					const link = file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : `../${file}`;
					return `[${file.replace(/^.*\//, '')}](${link}): ${[titles].flat().join(' · ')}`;
				});
				return `| \`${id}\` | ${cell(says)} | ${cell(named.join('<br>'))} |`;
			});
			return `### ${section}\n\n| id | sentence | noticed by |\n| --- | --- | --- |\n${rows.join('\n')}`;
		})
		.join('\n\n');
}

function cell(text: string): string {
	return text.trim().replaceAll('|', '\\|').replaceAll('\n', ' ');
}
