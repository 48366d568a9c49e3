import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, type AST } from 'svelte/compiler';

type Node = AST.Fragment['nodes'][number];

const needsElement = 'is added or removed by itself: put an element around it';
const needsNoTranslation = 'changes: put it in an element with translate="no"';

/** A position in a component where a browser's translation would break Svelte's updates. */
export interface LiveText {
	line: number;
	reason: string;
}

/**
 * Finds two kinds of text outside `translate="no"`: text that changes, and text that is added or removed
 * without an element around it. A browser that translates a page replaces text nodes with `<font>` elements:
 * Svelte then updates and removes detached nodes, and the old text stays. `translate="yes"` marks text that
 * never changes, although this check cannot see that.
 *
 * @param file path of the component, from which its imports are resolved
 */
export function findLiveText(file: string): LiveText[] {
	const source = readFileSync(file, 'utf8');
	const root = parse(source, { modern: true, filename: file });
	const found: LiveText[] = [];
	const report = (node: { start: number }, reason: string) =>
		found.push({ line: source.slice(0, node.start).split('\n').length, reason });
	const imported = importsOf(root);

	/** @param isBare whether the nodes are not directly in an element, so that Svelte removes each of them separately */
	function walk(fragment: AST.Fragment, constants: ReadonlySet<string>, isBare: boolean): void {
		for (const node of fragment.nodes) {
			if (node.type === 'Text' && isBare && node.data.trim() !== '') {
				report(node, `"${node.data.trim()}" ${needsElement}`);
			}
			if (node.type === 'ExpressionTag' || node.type === 'HtmlTag') {
				const tag = source.slice(node.start, node.end);
				if (!isConstant(node.expression, constants)) report(node, `${tag} ${needsNoTranslation}`);
				else if (isBare) report(node, `${tag} ${needsElement}`);
			}
			if (node.type === 'RegularElement') {
				if (translateOf(node) === null) walk(node.fragment, constants, false);
			} else if (node.type === 'Component') {
				const path = imported.get(node.name.split('.')[0] ?? '');
				if (path === undefined || !protectsChildren(resolve(path, file))) {
					walk(node.fragment, constants, true);
				}
			} else if (node.type === 'EachBlock') {
				const names = isConstant(node.expression, constants) ? namesIn(node.context) : [];
				walk(node.body, new Set([...constants, ...names]), true);
				if (node.fallback) walk(node.fallback, constants, true);
			} else {
				for (const inner of fragmentsOf(node)) walk(inner, constants, true);
			}
		}
	}

	walk(root.fragment, new Set([...imported.keys(), ...literalsOf(root)]), true);
	return found;
}

function translateOf(node: AST.RegularElement): string | null {
	for (const attribute of node.attributes) {
		if (attribute.type !== 'Attribute' || attribute.name !== 'translate') continue;
		const [value] = Array.isArray(attribute.value) ? attribute.value : [];
		return value?.type === 'Text' ? value.data : null;
	}
	return null;
}

/** The fragments directly inside a node of any type. */
function fragmentsOf(node: Node): AST.Fragment[] {
	return Object.values(node).filter(
		(value: unknown): value is AST.Fragment =>
			typeof value === 'object' && value !== null && 'type' in value && value.type === 'Fragment'
	);
}

/** Whether a component renders its children, or any other snippet, in `translate="no"`. */
function protectsChildren(path: string | null): boolean {
	if (path === null) return false;
	const { fragment } = parse(readFileSync(path, 'utf8'), { modern: true });
	const rendersProtected = (nodes: Node[], isProtected: boolean): boolean =>
		nodes.some((node) => {
			if (node.type === 'RenderTag') return isProtected;
			const isProtecting = node.type === 'RegularElement' && translateOf(node) === 'no';
			return fragmentsOf(node).some(({ nodes }) =>
				rendersProtected(nodes, isProtected || isProtecting)
			);
		});
	return rendersProtected(fragment.nodes, false);
}

function resolve(path: string, from: string): string | null {
	const full = path.startsWith('$lib/')
		? path.replace('$lib', 'src/lib')
		: join(dirname(from), path);
	return full.endsWith('.svelte') && existsSync(full) ? full : null;
}

/** Paths of imports by local name. */
function importsOf(root: AST.Root): Map<string, string> {
	const names = new Map<string, string>();
	for (const script of [root.module, root.instance]) {
		for (const statement of script?.content.body ?? []) {
			if (statement.type !== 'ImportDeclaration') continue;
			for (const { local } of statement.specifiers) {
				names.set(local.name, String(statement.source.value));
			}
		}
	}
	return names;
}

/** Names that the instance script declares by `const` with a literal as their value. */
function literalsOf(root: AST.Root): string[] {
	return (root.instance?.content.body ?? []).flatMap((statement) =>
		statement.type === 'VariableDeclaration' && statement.kind === 'const'
			? statement.declarations.flatMap(({ id, init }) =>
					id.type === 'Identifier' && init?.type === 'Literal' ? [id.name] : []
				)
			: []
	);
}

/** Whether all variables in an expression are constants. */
function isConstant(expression: unknown, constants: ReadonlySet<string>): boolean {
	return namesIn(expression).every((name) => constants.has(name));
}

/** Names of variables in an expression or pattern, without property names. */
function namesIn(node: unknown): string[] {
	if (Array.isArray(node)) return node.flatMap(namesIn);
	if (typeof node !== 'object' || node === null || !('type' in node)) return [];
	if (node.type === 'Identifier') return [(node as unknown as { name: string }).name];
	return Object.entries(node).flatMap(([key, value]) => {
		const isName =
			(key === 'property' || key === 'key') && 'computed' in node && node.computed === false;
		return isName ? [] : namesIn(value);
	});
}
