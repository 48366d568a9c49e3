import type * as v from 'valibot';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { ContentError } from './error.ts';

/** A YAML mapping, with the line on which each field begins. */
export interface YamlMap {
	fields: Map<string, { value: unknown; line: number }>;
}

/**
 * Parses a YAML mapping; empty text is an empty mapping. Throws ContentError with the line of a syntax
 * error.
 * @param firstLine line of the file on which the text begins
 */
export function readYamlMap(text: string, file: string, firstLine: number): YamlMap {
	const counter = new LineCounter();
	const document = parseDocument(text, { lineCounter: counter });
	const lineAt = (offset: number) => counter.linePos(offset).line + firstLine - 1;

	const broken = document.errors[0];
	if (broken) {
		const [reason = ''] = broken.message.split('\n');
		const at = { file, line: lineAt(broken.pos[0]) };
		throw new ContentError(at, reason.replace(/ at line \d+, column \d+:?$/, ''));
	}
	const { contents } = document;
	if (contents === null) return { fields: new Map() };
	if (!isMap(contents)) {
		throw new ContentError({ file, line: firstLine }, 'must be lines of `field: value`');
	}
	const values = document.toJS() as Record<string, unknown>;
	const fields = contents.items.flatMap(({ key }) => {
		if (!isScalar(key)) return [];
		const name = String(key.value);
		return [[name, { value: values[name], line: lineAt(key.range[0]) }] as const];
	});
	return { fields: new Map(fields) };
}

/** The message for a missing or unknown field. */
export function fieldMessage(issue: v.BaseIssue<unknown>): string {
	return issue.expected === 'never' ? 'is not a known field' : 'is missing';
}

/** Name of the outermost field of an issue; empty if it concerns the whole object. */
export function fieldOf(issue: v.BaseIssue<unknown>): string {
	const key = issue.path?.[0]?.key;
	return typeof key === 'string' ? key : '';
}
