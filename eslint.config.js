import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { importBoundaries } from './scripts/lint/boundaries.js';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{ ignores: ['node_modules/', 'build/', '.svelte-kit/', 'test-results/', 'coverage/'] },
	// Files of another project, which tests/host/downloads.spec.ts type-checks as a whole.
	{ ignores: ['src/downloads/template/'] },
	// Files of the project that tests/first-steps makes and type-checks.
	{ ignores: ['tests/first-steps/steps/', 'tests/first-steps/kit-3/probes/'] },
	// A service worker as it is served: its globals are not those of a page; tests/background runs it.
	{ ignores: ['tests/background/service-worker.mjs'] },
	// Declarations that take the place of other ones in some TypeScript projects.
	{ ignores: ['tsconfig/'] },
	// Loaded as it is into separate programs: no part of the TypeScript project.
	{ ignores: ['tests/samples/lib/probe.mjs'] },
	// Programs that end with an error, as pages print them; JavaScript, so that Node 20 runs them.
	{ ignores: ['tests/symptoms/fatal/'] },
	js.configs.recommended,
	ts.configs.strictTypeChecked,
	svelte.configs.recommended,
	svelte.configs.prettier,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		rules: {
			// TypeScript knows every name, and knows which globals exist where.
			'no-undef': 'off',
			'no-console': 'error',
			eqeqeq: 'error',
			'no-restricted-syntax': [
				'error',
				{
					selector: "CallExpression[callee.property.name='waitForTimeout']",
					message: 'Wait for a condition, such as a locator or an event, not for a fixed time.'
				}
			],
			'@typescript-eslint/consistent-type-imports': [
				'error',
				// A declaration file without imports can name a type of a module only as `import('x').Y`.
				{ fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }
			],
			// An async method without await returns the promise that its interface requires, and turns a
			// throw into a rejection.
			'@typescript-eslint/require-await': 'off',
			// The rule also reports methods of objects made of closures, which use no `this`.
			'@typescript-eslint/unbound-method': 'off',
			// Numbers read well in messages. Objects, which would print [object Object], stay an error.
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				// `const { secret, ...rest } = x` is how a field is left out.
				{ ignoreRestSiblings: true, argsIgnorePattern: '^_' }
			],
			// Texts are counted and cut in code points on purpose: the contract limits them in code points.
			'@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
			// Callbacks such as `() => close()` are short and clear; the rule wants braces around the call.
			'@typescript-eslint/no-confusing-void-expression': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// The next rule takes its place: it allows `let` with `$props()` and `$derived()`.
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
			// The site has no base path, and every navigation loads a new document.
			'svelte/no-navigation-without-resolve': 'off',
			// The rule treats the reason that follows a code as more codes; the compiler does not.
			'svelte/no-unused-svelte-ignore': 'off',
			// ESLint does not know the types of snippets' parameters; svelte-check does.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{
		files: ['**/*.spec.ts', 'tests/**/*.ts'],
		rules: {
			// Tests read answers of unknown shape, and matchers such as `expect.any()` have the type `any`.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			// A request of three fields is enough for a function that reads three.
			'@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
			// A value that is missing fails the test, as it should.
			'@typescript-eslint/no-non-null-assertion': 'off'
		}
	},
	{
		// Printed on pages, where each additional line must be read.
		files: ['tests/samples/guide/**', 'tests/samples/app/**'],
		rules: {
			// With the default `binaryType` a message of ws is one Buffer.
			'@typescript-eslint/no-base-to-string': 'off',
			// An endless generator.
			'@typescript-eslint/no-unnecessary-condition': [
				'error',
				{ allowConstantLoopConditions: true }
			]
		}
	},
	{
		files: ['src/**'],
		ignores: ['src/lib/server/realtime/instance.ts', '**/*.spec.ts'],
		rules: {
			'no-restricted-globals': [
				'error',
				{
					name: 'globalThis',
					message:
						'Shared state lives in realtime/instance.ts alone: a second hidden global is a second instance that nobody closes.'
				}
			]
		}
	},
	...importBoundaries,
	{
		// A longer function holds more than one idea.
		files: ['src/**', 'scripts/**', 'bench/**'],
		ignores: ['**/*.spec.ts'],
		rules: { 'max-lines-per-function': ['error', 70] }
	},
	{
		// Command-line programs print to the console.
		files: ['scripts/**', 'bench/**'],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['**/*.js'],
		extends: [ts.configs.disableTypeChecked]
	}
);
