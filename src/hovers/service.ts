import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { shims } from './component.ts';
import { ImportGraph } from './import-graph.ts';

/** A name in a source text. */
export interface Name {
	/** Offset in the text, in UTF-16 units. */
	start: number;
	name: string;
}

/** A name with its type in the format that editors show: `const port: number`. */
export interface NamedType extends Name {
	type: string;
}

export interface TypeService {
	/** Adds or replaces a virtual file at a path where no real one exists. */
	add(path: string, text: string): void;
	/** Whether the project's configuration includes a file. Types in other files may differ from those in an editor. */
	knows(path: string): boolean;
	/** Loads a real file of the project: required before `namesIn` and `typeAt`, but not for virtual files. */
	open(path: string): void;
	/** The names in a real or virtual file, in reading order. Throws for a path that is not loaded. */
	namesIn(path: string): Name[];
	/** The type of the name at an offset; null if there is none worth showing. */
	typeAt(path: string, start: number): string | null;
	/**
	 * The files of the project on which the types in a real or virtual file depend: those that it imports,
	 * directly or not. Paths are relative to the project; packages are omitted.
	 */
	imports(path: string): string[];
	/** Detects new and changed files, which are otherwise cached. */
	refresh(): void;
}

/**
 * TypeScript's language service for the project, as in an editor.
 *
 * @param root absolute path of the project, which has a `tsconfig.json`
 */
export function createTypeService(root: string): TypeService {
	const { options, fileNames } = configuration(root);
	let own = new Set(fileNames);
	const added = new Map<string, { text: string; version: number }>();
	const opened = new Set<string>();
	// Cached until `refresh`, because TypeScript asks for every file again in each request.
	const versions = new Map<string, string>();
	let changes = 0;
	const shimFiles = shims.map((path) => join(root, path));
	const read = (file: string) => added.get(file)?.text ?? ts.sys.readFile(file);

	const host = languageServiceHost({
		root,
		options,
		read,
		addedVersion: (file) => added.get(file)?.version,
		versions,
		changes: () => changes,
		// Not the whole project: to print a type, TypeScript searches the exports of all files that it has read.
		rootFiles: () => [
			...[...own].filter((file) => file.endsWith('.d.ts') || opened.has(file)),
			...shimFiles,
			...added.keys()
		]
	});
	const service = ts.createLanguageService(host);
	const graph = new ImportGraph({ root, options, host, read });

	return {
		add(path, text) {
			const file = join(root, path);
			const known = added.get(file);
			if (known?.text === text) return;
			added.set(file, { text, version: (known?.version ?? 0) + 1 });
			changes++;
		},
		knows: (path) => own.has(join(root, path)),
		open(path) {
			const file = join(root, path);
			if (opened.has(file)) return;
			opened.add(file);
			changes++;
		},
		refresh() {
			versions.clear();
			graph.clear();
			own = new Set(configuration(root).fileNames);
			changes++;
		},
		imports: (path) =>
			graph
				.reachableFrom(join(root, path))
				.map((name) => relative(root, name).split(sep).join('/')),
		namesIn(path) {
			const source = service.getProgram()?.getSourceFile(join(root, path));
			if (!source) throw new Error(`${path} is not in TypeScript's program`);
			return identifiers(source);
		},
		typeAt(path, start) {
			const parts = service.getQuickInfoAtPosition(join(root, path), start)?.displayParts;
			return parts ? readableType(ts.displayPartsToString(parts)) : null;
		}
	};
}

interface HostOptions {
	root: string;
	options: ts.CompilerOptions;
	read: (file: string) => string | undefined;
	/** The version of a virtual file; undefined for a real one. */
	addedVersion: (file: string) => number | undefined;
	/** The cached versions of real files. */
	versions: Map<string, string>;
	/** How many times the program has changed. */
	changes: () => number;
	rootFiles: () => string[];
}

function languageServiceHost(host: HostOptions): ts.LanguageServiceHost {
	const { root, options, read, addedVersion, versions } = host;
	return {
		...ts.sys,
		getCompilationSettings: () => options,
		// Otherwise TypeScript compares the versions of all files for every name that it is asked about.
		getProjectVersion: () => String(host.changes()),
		getScriptFileNames: host.rootFiles,
		getScriptVersion(file) {
			const added = addedVersion(file);
			if (added !== undefined) return String(added);
			const version = versions.get(file) ?? versionOnDisk(file);
			versions.set(file, version);
			return version;
		},
		getScriptSnapshot(file) {
			const text = read(file);
			return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
		},
		fileExists: (file) => addedVersion(file) !== undefined || ts.sys.fileExists(file),
		readFile: read,
		getCurrentDirectory: () => root,
		getDefaultLibFileName: ts.getDefaultLibFilePath,
		useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames
	};
}

/**
 * Removes the lines in which TypeScript says that a name is imported or that a rune is also a namespace. Returns null
 * for an imported component, which has no more specific type.
 */
function readableType(text: string): string | null {
	const useful = text.replace(/^(?:import |namespace \$)[^\n]*$/gm, '').trim();
	return useful === '' || useful.includes('LegacyComponentType') ? null : useful;
}

function versionOnDisk(file: string): string {
	if (file.includes('/node_modules/')) return 'installed';
	return String(ts.sys.getModifiedTime?.(file)?.getTime());
}

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

function identifiers(source: ts.SourceFile): Name[] {
	const found: Name[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
			found.push({ start: node.getStart(source), name: node.text });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}
