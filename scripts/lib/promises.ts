import { posix } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { promiseIds, withoutIds, type LocatedTitle } from './test-titles.ts';

const IdSchema = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));
const SectionsSchema = v.record(v.string(), v.record(IdSchema, v.string()));

/** What the server promises to outsiders: one sentence for each id, by section. */
export type Promises = v.InferOutput<typeof SectionsSchema>;

/** Reads tests/contract/promises.yaml. @throws Error if it has another shape */
export function parsePromises(yaml: string): Promises {
	return v.parse(SectionsSchema, parse(yaml));
}

/** One line per problem: an id used twice, a promise without a test, a title with an unknown id. */
export function problemsOf(promises: Promises, titles: readonly LocatedTitle[]): string[] {
	const ids = Object.values(promises).flatMap((section) => Object.keys(section));
	const known = new Set(ids);
	const guarded = new Set(titles.flatMap(({ title }) => promiseIds(title)));
	return [
		...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `two promises are named ${id}`),
		...[...known].filter((id) => !guarded.has(id)).map((id) => `no test's title ends with [${id}]`),
		...titles.flatMap(({ file, line, title }) =>
			promiseIds(title)
				.filter((id) => !known.has(id))
				.map((id) => `${file}:${line}: no promise is named ${id}`)
		)
	];
}

/**
 * Markdown: every promise, and below it a line for each test that guards it, with its groups and a link relative to
 * `folder`.
 */
export function listOf(
	promises: Promises,
	titles: readonly LocatedTitle[],
	folder: string
): string {
	const testsOf = (id: string) =>
		titles
			.filter(({ title }) => promiseIds(title).includes(id))
			.map(({ file, title, groups }) => {
				const name = file.replace(/^.*\//, '');
				const sentence = [...groups.flatMap(groupName), withoutIds(title)].join(' › ');
				return `  - [${name}](${posix.relative(folder, file)}): ${sentence}`;
			});
	return Object.entries(promises)
		.map(([section, sentences]) => {
			const items = Object.entries(sentences).flatMap(([id, sentence]) => [
				`- \`${id}\`: ${sentence}`,
				...testsOf(id)
			]);
			return `## ${section}\n\n${items.join('\n')}\n`;
		})
		.join('\n');
}

/** The sentence of a group's title, without a value at its end, which is unknown until the tests run. */
function groupName(title: string): string[] {
	const name = withoutIds(title).replace(/\s*(?:%s|\$\{\w+\})$/, '');
	return name === '' ? [] : [name];
}
