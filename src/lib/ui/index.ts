import type { Language } from '../../markdown/types.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Strings } from './strings.ts';

/** The site's own texts by language. */
export const strings: Readonly<Record<Language, Strings>> = { ja, en };
export type { Strings };
