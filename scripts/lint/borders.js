import { posix } from 'node:path';

/**
 * Who may import what. A border lies around `inside`; what it lets in is said by `allows`, which
 * gets the imported file (from the repository's root) or package, and the importing file.
 *
 * @typedef {object} Border
 * @property {RegExp} inside files that the border surrounds
 * @property {(target: string, file: string) => boolean} allows
 * @property {string} reason what breaks when the border falls: it is the lint message
 */

const realtime = 'src/lib/server/realtime/';
const transport = /realtime\/transports\/(long-polling|sse|websocket|socket-io|query-live)\b/;

/** @type {(...folders: string[]) => (target: string) => boolean} */
const nothingFrom =
	(...folders) =>
	(target) =>
		!folders.some((folder) => target.startsWith(folder));

/** @type {(pattern: RegExp) => (target: string, file: string) => boolean} */
const noSibling = (pattern) => (target, file) => {
	const other = pattern.exec(target)?.[1];
	return other === undefined || other === pattern.exec(file)?.[1];
};

/** @type {Record<string, Border>} */
export const borders = {
	protocol: {
		inside: /^src\/lib\/protocol\//,
		allows: (target) => target.startsWith('src/lib/protocol/') || target === 'valibot',
		reason:
			'protocol runs on both ends: it imports nothing but its validator, so that it stays pure and weighs nothing in a page'
	},
	client: {
		inside: /^src\/lib\/client\//,
		allows: nothingFrom('src/lib/server/'),
		reason: 'client runs in the browser: server code would leak into what readers download'
	},
	components: {
		inside: /^src\/lib\/components\//,
		allows: nothingFrom('src/lib/client/', 'src/lib/server/'),
		reason:
			'components are look only: they get data as props, so that they render in any page without a connection'
	},
	demos: {
		inside: /^src\/lib\/demos\/[^/]+\//,
		allows: noSibling(/^src\/lib\/demos\/([^/]+)\//),
		reason:
			'a demo stands alone: its folder is all a reader needs; share through client, protocol or components'
	},
	examples: {
		inside: /^src\/lib\/examples\/[^/]+\//,
		allows: (target, file) =>
			/^src\/lib\/examples\/kit\//.test(target) ||
			(noSibling(/^src\/lib\/examples\/([^/]+)\//)(target, file) &&
				!target.startsWith(`${realtime}index`)),
		reason:
			'an example is a project of its own: it shares the kit, and reaches its server through host.server.ts only'
	},
	server: {
		inside: /^src\/lib\/server\//,
		allows: nothingFrom('src/lib/examples/', 'src/lib/demos/'),
		reason:
			'the server runs any example without knowing one: what examples share on the server is in server/examples'
	},
	hub: {
		inside: /realtime\/hub\b/,
		allows: nothingFrom(`${realtime}transports/`),
		reason: 'the hub knows connections, no transport: a sixth transport must not touch it'
	},
	broker: {
		inside: /realtime\/broker\b/,
		allows: nothingFrom(`${realtime}hub`, `${realtime}transports/`),
		reason:
			'a broker orders and keeps messages without knowing who listens: it hands them to a callback'
	},
	transports: {
		inside: transport,
		allows: noSibling(transport),
		reason:
			'transports are read side by side and share only the hub: what two of them need belongs beside them, not in one of them'
	},
	routes: {
		inside: /^src\/routes\//,
		allows: (target) =>
			!target.startsWith(realtime) ||
			/^src\/lib\/server\/realtime(\/index(\.ts|\.js)?)?$/.test(target),
		reason:
			'routes reach the realtime module through its index.ts only: there is one instance per process, and it is made there'
	},
	markdown: {
		inside: /^src\/markdown\//,
		allows: (target) => !target.startsWith('src/') || target.startsWith('src/markdown/'),
		reason:
			'markdown runs while building and reads other folders as text: importing them would run the site inside its own build'
	},
	hovers: {
		inside: /^src\/hovers\//,
		allows: (target) => !target.startsWith('src/') || /^src\/(hovers|markdown)\//.test(target),
		reason:
			'hovers asks TypeScript about the site while building: importing the site would run it inside its own build'
	}
};

/**
 * What an import names: a path from the repository's root, or the package's specifier.
 *
 * @param {string} specifier @param {string} file importing file, from the root
 */
function target(specifier, file) {
	if (specifier === '$lib' || specifier.startsWith('$lib/')) {
		return posix.normalize(`src/lib${specifier.slice('$lib'.length)}`);
	}
	if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
	return specifier.replace(/^\//, '');
}

/**
 * The border that an import crosses, if any. Specs may look over every border: they are not shipped.
 *
 * @param {string} specifier @param {string} file importing file, from the root
 */
export function crossed(specifier, file) {
	if (/\.spec\.ts$/.test(file)) return null;
	const imported = target(specifier, file);
	for (const [name, border] of Object.entries(borders)) {
		if (border.inside.test(file) && !border.allows(imported, file)) {
			return { name, imported, reason: border.reason };
		}
	}
	return null;
}

/** @type {import('eslint').Rule.RuleModule} */
export const rule = {
	meta: {
		type: 'problem',
		docs: { description: 'keeps every folder of src to what it may import' },
		messages: { crossed: '{{imported}} is beyond the border of {{name}}: {{reason}}.' },
		schema: []
	},
	create(context) {
		const file = posix.relative(
			context.cwd.replaceAll('\\', '/'),
			context.filename.replaceAll('\\', '/')
		);
		/** @param {{ source?: unknown }} node */
		function check(node) {
			const source = /** @type {import('eslint').Rule.Node | null | undefined} */ (node.source);
			if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
			const found = crossed(source.value, file);
			if (found) context.report({ node: source, messageId: 'crossed', data: found });
		}
		return {
			ImportDeclaration: check,
			ImportExpression: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check,
			TSImportType: check
		};
	}
};
