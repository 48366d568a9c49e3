import { pages } from 'virtual:wirelab/pages';
import type { EntryGenerator } from './$types';

export const entries: EntryGenerator = () => pages.map(({ path }) => ({ path: path.slice(1, -1) }));
