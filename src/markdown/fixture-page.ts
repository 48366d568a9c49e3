import { compilePage, type CompiledPage } from './compile.ts';
import { pageOf, projectOf } from './fixture.ts';
import { fillSlots } from './slots.ts';
import type { Language } from './types.ts';

/** The day that is today in specs. */
const fixtureDay = '2026-11-23';

/** Compiles a page body in a project in memory. The body's first line is line 5 of `a.md`. */
export function compileBody(
	body: string,
	files: Record<string, string> = {},
	lang: Language = 'ja',
	isDevelopment = false,
	repository: string | null = null
): Promise<CompiledPage> {
	const project = projectOf(files);
	const file = 'a.md';
	return compilePage(pageOf(body), {
		project,
		file,
		lang,
		repository,
		isDevelopment,
		today: fixtureDay
	});
}

/** The HTML of a page body, without line breaks between blocks. */
export async function render(body: string, files: Record<string, string> = {}): Promise<string> {
	const page = await compileBody(body, files);
	return fillSlots(page.html, page.slots).replace(/>\s*\n\s*</g, '><');
}

/** The message of the error that compiling a page body throws; empty if it throws none. */
export function rejection(body: string, files: Record<string, string> = {}): Promise<string> {
	return compileBody(body, files).then(
		() => '',
		(error: unknown) => (error instanceof Error ? error.message : String(error))
	);
}
