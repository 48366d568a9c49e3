import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** Writes a value as JSON, formatted like the project's other files, and prints the file's name. */
export async function writeJson(file: string, value: unknown): Promise<void> {
	const options = await resolveConfig(file);
	writeFileSync(file, await format(JSON.stringify(value), { ...options, filepath: file }));
	console.log(file);
}
