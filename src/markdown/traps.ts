import * as v from 'valibot';
import { ContentError, type Place } from './error.ts';
import type { Page } from './feature.ts';
import type { Project } from './project.ts';
import { readYamlMap } from './yaml.ts';

export const trapsFile = 'content/traps.yaml';

/** Worst first: the process crashes or data is lost; a vulnerability; a malfunction; untidy or misleading code. */
export const severities = ['fatal', 'security', 'fault', 'minor'] as const;
export type Severity = (typeof severities)[number];

/** The form of an ID. */
export const trapId = /^[A-Z]\d{1,2}$/;

const id = v.pipe(v.string(), v.regex(trapId, 'must be a letter and a number, such as S1'));
const schema = v.strictTuple(
	[
		v.picklist(severities, `must begin with one of ${severities.join(', ')}`),
		v.pipe(
			v.string('must have a sentence'),
			v.regex(
				/(?:いる|いない|しまう)$/,
				'must name the mistake: a sentence that ends with いる, いない or しまう'
			)
		)
	],
	'must be [severity, sentence]'
);

/** A known mistake. */
export interface Trap {
	severity: Severity;
	/** The mistake, in Japanese. */
	sentence: string;
}

/** The trap that a page names at a place; throws ContentError if there is none. */
export function requireTrap(name: string, page: Pick<Page, 'project' | 'files'>, at: Place): Trap {
	page.files.add(trapsFile);
	const trap = knownTraps(page.project).get(name);
	if (!trap) throw new ContentError(at, `there is no trap ${name} in ${trapsFile}`);
	return trap;
}

let parsed: { yaml: string; traps: Map<string, Trap> } | undefined;

/** The project's traps, parsed again only after an edit: a page may name dozens. */
function knownTraps(project: Project): Map<string, Trap> {
	const yaml = project.read(trapsFile) ?? '';
	if (parsed?.yaml !== yaml) parsed = { yaml, traps: readTraps(yaml) };
	return parsed.traps;
}

/** Parses the text of `content/traps.yaml` into traps by their IDs. Throws ContentError with the line of a wrong entry. */
export function readTraps(yaml: string): Map<string, Trap> {
	const { fields } = readYamlMap(yaml, trapsFile, 1);
	return new Map(
		[...fields].map(([name, { value, line }]) => {
			const at = { file: trapsFile, line, field: name };
			const named = v.safeParse(id, name);
			if (!named.success) throw new ContentError(at, named.issues[0].message);
			const entry = v.safeParse(schema, value);
			if (!entry.success) throw new ContentError(at, entry.issues[0].message);
			const [severity, sentence] = entry.output;
			return [name, { severity, sentence }];
		})
	);
}
