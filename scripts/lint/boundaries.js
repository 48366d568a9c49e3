import boundaries from 'eslint-plugin-boundaries';
import { fileURLToPath } from 'node:url';
import { folders } from './folders/index.js';

const sources = 'src/**/*.{ts,js,svelte}';

/** A pattern of `import.meta.glob` imports what it matches. */
const glob = 'CallExpression[callee.object.type=MetaProperty][callee.property.name=glob]';

const settings = {
	'import/resolver': { [fileURLToPath(new URL('resolver.js', import.meta.url))]: {} },
	'boundaries/root-path': fileURLToPath(new URL('../..', import.meta.url)),
	'boundaries/legacy-templates': false,
	'boundaries/files-single-match': true,
	'boundaries/files': folders.map(({ name, path }) => ({
		category: name,
		pattern: path,
		capture: ['name']
	})),
	// Modules of SvelteKit, which are not packages and not files.
	'boundaries/flag-as-external': { customSourcePatterns: ['$app/**', '$env/**'] },
	'boundaries/dependency-nodes': ['require', 'import', 'dynamic-import', 'export'],
	'boundaries/additional-dependency-nodes': [
		{ selector: 'TSImportType > Literal', kind: 'type', name: 'import' },
		{ selector: `${glob} > Literal`, kind: 'value', name: 'glob' },
		{ selector: `${glob} > ArrayExpression > Literal`, kind: 'value', name: 'glob' }
	]
};

/** @param {import('./folders/index.js').Folder} folder */
function allowed({ name, imports, types = [], siblings, packages = [], node = false }) {
	const captured = { name: '{{ from.file.captured.name }}' };
	return [
		{ to: { file: { categories: siblings ? imports : [name, ...imports] } } },
		{ to: { file: { categories: types } }, dependency: { kind: 'type' } },
		{ to: { file: { categories: siblings ?? [], captured } } },
		{ to: { module: { origin: 'external', source: packages } } },
		{ to: { module: { origin: node ? 'core' : [] } } }
	];
}

/**
 * ESLint configuration of the import boundaries between the folders of `src`. Specs may import anything: nothing
 * imports them.
 *
 * @type {import('eslint').Linter.Config[]}
 */
export const importBoundaries = [
	{
		files: [sources],
		ignores: ['**/*.spec.ts'],
		plugins: { boundaries },
		settings,
		rules: {
			'boundaries/no-unknown-files': 'error',
			'no-restricted-syntax': [
				'error',
				{
					selector: 'ImportExpression > :not(Literal).source',
					message:
						'Import a literal path: the boundaries between folders cannot be checked otherwise.'
				}
			]
		}
	},
	// ESLint applies the last matching configuration, but the first matching folder has to win.
	...folders.toReversed().map((folder) => ({
		files: [folder.path].flat().map((path) => [sources, path]),
		ignores: ['**/*.spec.ts'],
		rules: {
			/** @type {import('eslint').Linter.RuleEntry} */
			'boundaries/dependencies': [
				'error',
				{
					default: 'disallow',
					checkAllOrigins: true,
					checkUnknownLocals: true,
					message: `${folder.name} may not import {{ dependency.source }}: ${folder.reason}.`,
					policies: [{ allow: allowed(folder) }]
				}
			]
		}
	}))
];
