import { mounting } from './demo.ts';

/** `<Lab name="…" files="…" />`: mounts a laboratory and prints files of its folder below it. */
export const labs = mounting('Lab', 'labs');
