import ts from 'typescript';

/** A test or group of tests as it stands in a file. */
export interface TestTitle {
	title: string;
	/** 1-based. */
	line: number;
}

/** Titles of all `test`, `it` and `describe` calls that run, `test.each(…)('…')` included. */
export function testTitles(source: string): TestTitle[] {
	const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest);
	const titles: TestTitle[] = [];
	function visit(node: ts.Node) {
		if (ts.isCallExpression(node)) {
			const [first] = node.arguments;
			const names = calleeNames(node.expression);
			const title = first && titleOf(first, file);
			if (first && title !== undefined && runs(names)) {
				const { line } = file.getLineAndCharacterOfPosition(first.getStart(file));
				titles.push({ title, line: line + 1 });
			}
			// What stands inside a skipped group does not run either.
			if (names.includes('skip')) return;
		}
		ts.forEachChild(node, visit);
	}
	visit(file);
	return titles;
}

/** The text of a literal; of one with values in it the text as it stands in the source. */
function titleOf(node: ts.Node, file: ts.SourceFile): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	return ts.isTemplateExpression(node) ? node.getText(file).slice(1, -1) : undefined;
}

/** The trap IDs that a title begins with: `S1 S2: …` has two, `… the V8 engine` none. */
export function trapIds(title: string): string[] {
	const head = /^(?:[A-Z]\d{1,2}\b(?:\s*[,+·]?\s*))+:/.exec(title);
	return head ? (head[0].match(/[A-Z]\d{1,2}/g) ?? []) : [];
}

/** `test.each(rows)` → ['test', 'each'] */
function calleeNames(node: ts.Expression): string[] {
	if (ts.isIdentifier(node)) return [node.text];
	if (ts.isPropertyAccessExpression(node)) return [...calleeNames(node.expression), node.name.text];
	if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) {
		return calleeNames(ts.isCallExpression(node) ? node.expression : node.tag);
	}
	return [];
}

function runs([root = '', ...modifiers]: string[]): boolean {
	return (
		['test', 'it', 'describe'].includes(root) &&
		!modifiers.some((name) => ['skip', 'todo', 'fixme'].includes(name))
	);
}
