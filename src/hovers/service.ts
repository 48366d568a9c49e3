import { join } from 'node:path';
import ts from 'typescript';
import { shims } from './component.ts';

/** A name in a source text, and what TypeScript says of it. */
export interface NamedType {
	/** In UTF-16 units from the beginning of the text. */
	start: number;
	name: string;
	/** As editors show it: `const port: number`. */
	type: string;
}

export interface TypeService {
	/** Adds a text that is no file, under a path of the project; replaces what was there. */
	add(path: string, text: string): void;
	/** Whether the project's own configuration covers this file: only then are its types what they are there. */
	knows(path: string): boolean;
	/**
	 * The names between two places of the file or text, in reading order. Throws where there is no such file.
	 */
	namesIn(path: string, from: number, to: number): NamedType[];
	/** Looks which files there are and which have changed; until then they count as they were. */
	refresh(): void;
}

/**
 * TypeScript's language service over the project, as an editor has it.
 *
 * @param root absolute path of the project, whose `tsconfig.json` counts
 */
export function createTypeService(root: string): TypeService {
	const { options, fileNames } = configuration(root);
	let own = new Set(fileNames);
	const added = new Map<string, { text: string; version: number }>();
	// Asked for anew with every question, for every file.
	const versions = new Map<string, string>();
	const shimFiles = shims.map((path) => join(root, path));
	const read = (file: string) => added.get(file)?.text ?? ts.sys.readFile(file);

	const host: ts.LanguageServiceHost = {
		...ts.sys,
		getCompilationSettings: () => options,
		getScriptFileNames: () => [...[...own].filter(isScript), ...shimFiles, ...added.keys()],
		getScriptVersion(file) {
			const text = added.get(file);
			if (text) return String(text.version);
			const known = versions.get(file);
			if (known !== undefined) return known;
			const version = file.includes('/node_modules/')
				? 'installed'
				: String(ts.sys.getModifiedTime?.(file)?.getTime());
			versions.set(file, version);
			return version;
		},
		getScriptSnapshot(file) {
			const text = read(file);
			return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
		},
		fileExists: (file) => added.has(file) || ts.sys.fileExists(file),
		readFile: read,
		getCurrentDirectory: () => root,
		getDefaultLibFileName: ts.getDefaultLibFilePath,
		useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames
	};
	const service = ts.createLanguageService(host);

	return {
		add(path, text) {
			const file = join(root, path);
			const known = added.get(file);
			if (known?.text !== text) added.set(file, { text, version: (known?.version ?? 0) + 1 });
		},
		knows: (path) => own.has(join(root, path)),
		refresh() {
			versions.clear();
			own = new Set(configuration(root).fileNames);
		},
		namesIn(path, from, to) {
			const file = join(root, path);
			const source = service.getProgram()?.getSourceFile(file);
			if (!source) throw new Error(`TypeScript knows no ${path}`);
			return identifiers(source, from, to).flatMap((node): NamedType[] => {
				const start = node.getStart(source);
				const parts = service.getQuickInfoAtPosition(file, start)?.displayParts;
				if (!parts) return [];
				const type = worded(ts.displayPartsToString(parts));
				if (type === null) return [];
				return [{ start, name: node.text, type }];
			});
		}
	};
}

/**
 * What a reader wants of TypeScript's words: not that an imported name is imported, nor that a rune is a
 * namespace as well. Null for an imported component, of which it knows no more than that it is one.
 */
function worded(text: string): string | null {
	const useful = text.replace(/^(?:import |namespace \$)[^\n]*$/gm, '').trim();
	return useful === '' || useful.includes('LegacyComponentType') ? null : useful;
}

/** A component counts by what `add` says of it. */
const isScript = (file: string): boolean => !file.endsWith('.svelte');

function configuration(root: string): ts.ParsedCommandLine {
	const config = ts.getParsedCommandLineOfConfigFile(
		join(root, 'tsconfig.json'),
		{},
		{
			...ts.sys,
			onUnRecoverableConfigFileDiagnostic({ messageText }) {
				throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
			}
		},
		undefined,
		undefined,
		[{ extension: 'svelte', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }]
	);
	if (!config) throw new Error(`${root} has no tsconfig.json`);
	return config;
}

type Name = ts.Identifier | ts.PrivateIdentifier;

function identifiers(source: ts.SourceFile, from: number, to: number): Name[] {
	const found: Name[] = [];
	const visit = (node: ts.Node): void => {
		if (node.end <= from || node.pos >= to) return;
		// A node's `pos` is where the one before it ends, which may be on another line.
		const start = node.getStart(source);
		if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && start >= from && start < to) {
			found.push(node);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}
