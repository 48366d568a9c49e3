import { strToU8, zipSync } from 'fflate';
import { projectOf, type Sources } from './project.ts';

/**
 * Of every file in the archives: they are to be the same whenever they are made of the same. A zip file
 * holds the hands of a clock and no time zone, so the clock's own are given, wherever it hangs.
 */
const epoch = () => new Date(2026, 0, 1);

/** The project as a zip file, in a folder of its own. */
export function archive(name: string, sources: Sources): Uint8Array {
	const files = [...projectOf(name, sources)].map(
		([path, text]) => [`wirelab-${name}/${path}`, strToU8(text)] as const
	);
	return zipSync(Object.fromEntries(files), { mtime: epoch() });
}
