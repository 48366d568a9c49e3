import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoFiles } from './demo.ts';
import { exampleFiles } from './example.ts';
import { pageContent, pagePath } from './page.ts';

/** What `npm run new` writes and prints. */
export interface Skeleton {
	/** Text by path, relative to the project. */
	files: ReadonlyMap<string, string>;
	/** What the author does next, for the command line. */
	next: string;
}

const usage = 'usage: npm run new -- page|demo|example <name>';

/** Returns the files for the arguments of the command line. @throws Error for bad arguments or a taken name */
export function skeleton(root: string, args: readonly string[]): Skeleton {
	const [kind, name, ...rest] = args;
	if (kind === undefined || name === undefined || rest.length > 0) throw new Error(usage);
	switch (kind) {
		case 'page': {
			const path = pagePath(root, name.split('/').map(checkedName));
			return {
				files: new Map([[path, pageContent('ページのタイトル', 'ここに本文を書きます。')]]),
				next: `write ${path}, and view it with npm run dev`
			};
		}
		case 'demo':
			requireFree(root, `src/lib/demos/${checkedName(name)}`);
			return {
				files: demoFiles(name),
				next: `put <Demo name="${name}" /> on its own line in the guide`
			};
		case 'example': {
			requireFree(root, `src/lib/examples/${checkedName(name)}`);
			const page = pagePath(root, ['examples', name]);
			return {
				files: exampleFiles(name, page),
				next: `write ${page}, and link it from content/ja/20-examples/index.md`
			};
		}
		default:
			throw new Error(`unknown kind "${kind}"; ${usage}`);
	}
}

/** Returns the name if it is valid in addresses and file names. */
function checkedName(name: string): string {
	if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return name;
	throw new Error(`the name "${name}" must be lower-case ASCII words joined by -, such as my-name`);
}

function requireFree(root: string, folder: string): void {
	if (existsSync(join(root, folder))) throw new Error(`${folder}/ already exists`);
}
