import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A test or a group of tests in a file. */
export interface TestTitle {
	title: string;
	/** The titles of the groups around it, from the outermost one. */
	groups: string[];
	/** The number of the line in the file, from 1. */
	line: number;
}

/** A title with its file, relative to the project. */
export interface LocatedTitle extends TestTitle {
	file: string;
}

/** The titles of all specs and of the suites that specs share, in the order of files and lines. */
export function allTestTitles(): LocatedTitle[] {
	return ['scripts', 'src', 'tests']
		.flatMap((folder) =>
			readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
				(path) => `${folder}/${path.replaceAll('\\', '/')}`
			)
		)
		.filter((path) => /(\.spec|\.e2e|-suite)\.ts$/.test(path))
		.sort()
		.flatMap((file) => testTitles(readFileSync(file, 'utf8')).map((title) => ({ file, ...title })));
}

/** Titles of all `test`, `it` and `describe` calls that run, `test.each(…)('…')` included. */
export function testTitles(source: string): TestTitle[] {
	const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest);
	const titles: TestTitle[] = [];
	function visit(node: ts.Node, groups: string[]) {
		let groupsInside = groups;
		if (ts.isCallExpression(node)) {
			const [first] = node.arguments;
			const names = calleeNames(node.expression);
			const title = first && titleOf(first, file);
			if (first && title !== undefined && runs(names)) {
				const { line } = file.getLineAndCharacterOfPosition(first.getStart(file));
				titles.push({ title, groups, line: line + 1 });
				if (names.includes('describe')) groupsInside = [...groups, title];
			}
			// Tests in a skipped group are skipped too.
			if (names.includes('skip')) return;
		}
		ts.forEachChild(node, (child) => visit(child, groupsInside));
	}
	visit(file, []);
	return titles;
}

/** The text of a string literal, or the source of a template with values. */
function titleOf(node: ts.Node, file: ts.SourceFile): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	return ts.isTemplateExpression(node) ? node.getText(file).slice(1, -1) : undefined;
}

const trapHead = /^(?:[A-Z]\d{1,2}\b(?:\s*[,+·]?\s*))+:\s*/;
const promiseTail = /\s*\[([a-z0-9-]+(?:, [a-z0-9-]+)*)\]$/;

/** The trap IDs that a title begins with: `S1 S2: …` has two, `… the V8 engine` none. */
export function trapIds(title: string): string[] {
	return trapHead.exec(title)?.[0].match(/[A-Z]\d{1,2}/g) ?? [];
}

/** The promise ids that a title ends with: `… [order, history]` has two. */
export function promiseIds(title: string): string[] {
	return promiseTail.exec(title)?.[1]?.split(', ') ?? [];
}

/** The sentence of a title, without the ids of traps and promises. */
export function withoutIds(title: string): string {
	return title.replace(trapHead, '').replace(promiseTail, '');
}

/** `test.each(rows)` → ['test', 'each'] */
function calleeNames(node: ts.Expression): string[] {
	if (ts.isIdentifier(node)) return [node.text];
	if (ts.isPropertyAccessExpression(node)) return [...calleeNames(node.expression), node.name.text];
	if (ts.isCallExpression(node)) return calleeNames(node.expression);
	if (ts.isTaggedTemplateExpression(node)) return calleeNames(node.tag);
	return [];
}

function runs([root = '', ...modifiers]: string[]): boolean {
	return (
		['test', 'it', 'describe'].includes(root) &&
		!modifiers.some((name) => ['skip', 'todo', 'fixme', 'step'].includes(name))
	);
}
