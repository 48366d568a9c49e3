import { strToU8, zipSync } from 'fflate';
import type { Project } from '../markdown/project.ts';
import { projectOf } from './project.ts';

/**
 * The modification time of every file, fixed so that the same sources always make the same archive. A zip file
 * stores local time without a time zone, so this is local time.
 */
const fileTime = () => new Date(2026, 0, 1);

/** An example as a project in a zip file, in its own folder. */
export function archive(name: string, sources: Pick<Project, 'read' | 'list'>): Uint8Array {
	const files = [...projectOf(name, sources)].map(
		([path, text]) => [`wirelab-${name}/${path}`, strToU8(text)] as const
	);
	return zipSync(Object.fromEntries(files), { mtime: fileTime() });
}
