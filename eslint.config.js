import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { importBoundaries } from './scripts/lint/boundaries.js';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{ ignores: ['node_modules/', 'build/', '.svelte-kit/', 'test-results/', 'coverage/'] },
	// Files of another project, which is type-checked as a whole by tests/downloads.
	{ ignores: ['src/downloads/template/'] },
	// Files of the project that tests/first-steps makes, which type-checks them there.
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
					message: 'Wait for a condition (a locator, an event): a time is too short or wasted.'
				}
			],
			'@typescript-eslint/consistent-type-imports': [
				'error',
				// `import('x').Y` is the only way to name a type in a declaration file without an import.
				{ fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }
			],
			// An async method without await is how an interface's promise is kept, and how a throw in
			// it becomes a rejection.
			'@typescript-eslint/require-await': 'off',
			// Objects here are closures; the few classes are caught by strict types when called.
			'@typescript-eslint/unbound-method': 'off',
			// Numbers, and only numbers, read well in messages; an object would print [object Object].
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				// `const { secret, ...rest } = x` is how a field is left out.
				{ ignoreRestSiblings: true, argsIgnorePattern: '^_' }
			],
			// A text is counted and cut in code points here, on purpose: the contract counts them so.
			'@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
			// Callbacks that return what they call are short and clear; the rule wants braces.
			'@typescript-eslint/no-confusing-void-expression': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// `$props()` and `$state()` are reassigned by the template or a binding that ESLint does not know.
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived'] }],
			// The site has no base path, and every navigation loads a new document.
			'svelte/no-navigation-without-resolve': 'off',
			// It takes the words of the reason behind a code for codes; the compiler knows better.
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
			// A test looks at answers of unknown shape and says what they shall be: matchers are `any`.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			// A request of three fields is enough for a function that reads three.
			'@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
			// What is not there fails the test, which is what it is for.
			'@typescript-eslint/no-non-null-assertion': 'off'
		}
	},
	{
		// Printed in a page, where a line more is a line more to read.
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
		// Command-line programs print with it.
		files: ['scripts/**', 'bench/**'],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['**/*.js'],
		extends: [ts.configs.disableTypeChecked]
	}
);
