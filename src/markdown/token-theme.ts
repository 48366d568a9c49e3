import type { ThemeRegistrationRaw } from 'shiki/core';

/**
 * TextMate scopes by the class of their tokens. There are few classes on purpose: a token without a class
 * takes the color of the block and needs no element.
 */
const scopes = {
	comment: ['comment', 'punctuation.definition.comment'],
	keyword: [
		'keyword',
		'storage',
		'variable.language',
		'keyword.operator.new',
		'keyword.operator.expression',
		'support.type.directive',
		'meta.directive keyword'
	],
	// Operators look like punctuation: `=` in the color of `const` would be distracting.
	plain: [
		'keyword.operator',
		'storage.type.function.arrow',
		'punctuation.separator',
		'string variable'
	],
	string: ['string', 'punctuation.definition.string', 'constant.character.escape'],
	regexp: ['string.regexp'],
	constant: ['constant.numeric', 'constant.language', 'support.constant', 'keyword.other.unit'],
	function: ['entity.name.function', 'support.function'],
	type: [
		'entity.name.type',
		'entity.name.class',
		'entity.other.inherited-class',
		'support.class',
		'support.type.primitive',
		'support.type.builtin'
	],
	property: [
		'support.type.property-name',
		'meta.object-literal.key',
		'entity.other.attribute-name',
		'entity.name.tag.yaml',
		'variable.other.constant.property',
		'entity.other.keyword.http',
		'variable.parameter.directive'
	],
	tag: ['entity.name.tag', 'support.class.component', 'punctuation.definition.tag'],
	inserted: ['markup.inserted'],
	deleted: ['markup.deleted']
} as const;

const names = Object.keys(scopes) as (keyof typeof scopes)[];

const color = (index: number) => `#0000${(index + 1).toString(16).padStart(2, '0')}`;

/** A theme in which each color is the index of a class: Shiki outputs colors, pages use classes. */
export const tokenTheme: ThemeRegistrationRaw = {
	name: 'token-classes',
	settings: [
		{ settings: { foreground: '#000000', background: '#ffffff' } },
		...names.map((name, i) => ({ scope: [...scopes[name]], settings: { foreground: color(i) } }))
	]
};

/** The class for a color of the theme, such as `tk-keyword`; null for none. */
export function classOfColor(hex: string | undefined): string | null {
	const name = names.find((_, i) => color(i) === hex?.toLowerCase());
	return name === undefined || name === 'plain' ? null : `tk-${name}`;
}
