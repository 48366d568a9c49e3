import { compilePage, type CompiledPage } from './compile.ts';
import { pageOf, projectOf } from './fixture.ts';
import type { Language } from './types.ts';

/** The day on which specs compile, whenever they run. */
const fixtureDay = '2026-11-23';

/** Compiles a body in a made-up project, for specs. Its first line is line 5 of `a.md`. */
export function compileBody(
	body: string,
	files: Record<string, string> = {},
	lang: Language = 'ja',
	live = false,
	repository: string | null = null
): Promise<CompiledPage> {
	const project = projectOf(files);
	const file = 'a.md';
	return compilePage(pageOf(body), { project, file, lang, repository, live, today: fixtureDay });
}

/** The whole HTML of a body, in one line where Markdown breaks between blocks. */
export async function render(body: string, files: Record<string, string> = {}): Promise<string> {
	const page = await compileBody(body, files);
	return page.fill(page.html).replace(/>\s*\n\s*</g, '><');
}

/** What compiling a body throws; empty where it throws nothing. */
export function rejection(body: string, files: Record<string, string> = {}): Promise<string> {
	return compileBody(body, files).then(
		() => '',
		(error: unknown) => (error instanceof Error ? error.message : String(error))
	);
}
