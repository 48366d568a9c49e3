import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'devalue';
import type { Project } from './project.ts';

/** For each lookup in the project (`read path`, `exists path` or `list path`), a fingerprint of its result. */
type Fingerprints = Record<string, string>;

interface Entry<Value> {
	key: string;
	/** The lookups on which the value depends. */
	inputs: Fingerprints;
	value: Value;
}

/**
 * Folders with the code that computes cached results: a changed file in one of them makes all results stale. Only
 * the files directly in a folder count, without specs.
 */
const toolFolders = ['src/markdown', 'src/markdown/draw', 'src/hovers'];

/**
 * Results that are kept for later builds and for development, in `node_modules/.cache`. A result is used only while its
 * inputs are unchanged: the files of the project that were read or looked up, the code that computed it,
 * and the installed packages. It is safe to delete the folder at any time.
 */
export class DiskCache<Value> {
	readonly #project: Project;
	readonly #folder: string;
	readonly #tools: string;

	/** @param kind name of a folder for results of one kind */
	constructor(project: Project, kind: string) {
		this.#project = project;
		this.#folder = join(project.root, 'node_modules/.cache/wirelab', kind);
		this.#tools = fingerprintOf(
			['package-lock.json', ...toolFolders.flatMap((folder) => sources(project, folder))]
				.map((path) => project.read(path) ?? '')
				.join('\0')
		);
	}

	/**
	 * @param name one result is kept for each name
	 * @param key the other values that the result depends on, such as options
	 * @param memo fingerprints that are already computed: pass the same object to calls between which no file changes
	 * @returns null if there is no result, or if it has another key or its inputs have changed
	 */
	get(name: string, key: string, memo: Fingerprints = {}): Value | null {
		const entry = this.#read(this.#file(name));
		return entry && this.#isFresh(entry, key, memo) ? entry.value : null;
	}

	/** Deletes the results that are stale or have another key. */
	prune(key: string): void {
		const memo: Fingerprints = {};
		for (const file of this.#files()) {
			const entry = this.#read(file);
			if (!entry || !this.#isFresh(entry, key, memo)) rmSync(file, { force: true });
		}
	}

	/** Stores a result. If the folder is not writable, the result is computed again next time. */
	set(name: string, key: string, value: Value, inputs: Fingerprints): void {
		const file = this.#file(name);
		const entry: Entry<Value> = { key: this.#tools + key, inputs, value };
		try {
			mkdirSync(this.#folder, { recursive: true });
			// Renaming is atomic, so nothing reads a partial file.
			writeFileSync(`${file}.${process.pid}`, stringify(entry));
			renameSync(`${file}.${process.pid}`, file);
		} catch {
			// Not stored: the result is computed again.
		}
	}

	#isFresh({ key, inputs }: Entry<Value>, wanted: string, memo: Fingerprints): boolean {
		if (key !== this.#tools + wanted) return false;
		return Object.entries(inputs).every(
			([lookup, fingerprint]) =>
				(memo[lookup] ??= fingerprintOfLookup(this.#project, lookup)) === fingerprint
		);
	}

	#files(): string[] {
		try {
			return readdirSync(this.#folder).map((name) => join(this.#folder, name));
		} catch {
			// Nothing has been stored yet.
			return [];
		}
	}

	#read(file: string): Entry<Value> | null {
		try {
			return parse(readFileSync(file, 'utf8')) as Entry<Value>;
		} catch {
			// Missing or damaged: the result is computed again.
			return null;
		}
	}

	#file(name: string): string {
		return join(this.#folder, fingerprintOf(name).slice(0, 24));
	}
}

/** A project that records what is read and looked up in it, as the inputs of a result. */
export function recordInputs(project: Project): { project: Project; inputs: Fingerprints } {
	const inputs: Fingerprints = {};
	const record = (lookup: string) => {
		inputs[lookup] ??= fingerprintOfLookup(project, lookup);
	};
	return {
		inputs,
		project: {
			root: project.root,
			read(path) {
				record(`read ${path}`);
				return project.read(path);
			},
			exists(path) {
				record(`exists ${path}`);
				return project.exists(path);
			},
			list(path) {
				record(`list ${path}`);
				return project.list(path);
			},
			// Not recorded: no cached result contains the time of a page's last change.
			lastChange: (path) => project.lastChange(path)
		}
	};
}

/** Inputs of a result that depends only on files, given by their paths in the project. */
export function inputsOf(project: Project, files: readonly string[]): Fingerprints {
	return Object.fromEntries(
		files.map((path) => [`read ${path}`, fingerprintOfLookup(project, `read ${path}`)] as const)
	);
}

export function fingerprintOf(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

function fingerprintOfLookup(project: Project, lookup: string): string {
	const [verb, path] = [lookup.split(' ', 1)[0], lookup.slice(lookup.indexOf(' ') + 1)];
	if (verb === 'exists') return String(project.exists(path));
	if (verb === 'list') return project.list(path).join('\n');
	const text = project.read(path);
	return text === null ? 'missing' : fingerprintOf(text);
}

function sources(project: Project, folder: string): string[] {
	return project
		.list(folder)
		.filter((name) => !name.endsWith('/') && !name.endsWith('.spec.ts'))
		.map((name) => `${folder}/${name}`);
}
