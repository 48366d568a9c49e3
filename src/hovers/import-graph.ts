import ts from 'typescript';

export interface ImportGraphOptions {
	/** Absolute path of the project. */
	root: string;
	options: ts.CompilerOptions;
	host: ts.ModuleResolutionHost;
	read: (file: string) => string | undefined;
}

/** The imports between the files of a project, without packages. */
export class ImportGraph {
	readonly #options: ImportGraphOptions;
	/** The direct imports of each file; cached until `clear`. */
	readonly #imports = new Map<string, string[]>();

	constructor(options: ImportGraphOptions) {
		this.#options = options;
	}

	clear(): void {
		this.#imports.clear();
	}

	/** The files that a file imports, directly or not. */
	reachableFrom(file: string): string[] {
		const found = new Set<string>();
		const visit = (importer: string): void => {
			for (const name of this.#importsOf(importer)) {
				if (found.has(name)) continue;
				found.add(name);
				visit(name);
			}
		};
		visit(file);
		return [...found];
	}

	#importsOf(file: string): string[] {
		const known = this.#imports.get(file);
		if (known) return known;
		const { root, options, host, read } = this.#options;
		const found = ts
			.preProcessFile(read(file) ?? '', true, true)
			.importedFiles.map(
				({ fileName }) =>
					ts.resolveModuleName(fileName, file, options, host).resolvedModule?.resolvedFileName
			)
			.filter((name) => name !== undefined)
			.filter((name) => name.startsWith(`${root}/`) && !name.includes('/node_modules/'));
		this.#imports.set(file, found);
		return found;
	}
}
