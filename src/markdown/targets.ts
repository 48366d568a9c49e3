import type { LinkTargets } from './links.ts';
import type { Outline } from './pages.ts';
import type { Project } from './project.ts';

/** The targets of links: pages with their ids, routes and static files. */
export function linkTargets(project: Project, outlines: Outline[]): LinkTargets {
	const anchors = new Map(outlines.map((outline) => [outline.page.path, outline.anchors]));
	return {
		anchors: (path) => anchors.get(path) ?? null,
		isServed(path) {
			const route = `src/routes${path}`.replace(/\/$/, '');
			const isRoute = project
				.list(route)
				.some((name) => /^\+(?:server|page(?:@[^.]*)?)\.(?:ts|js|svelte)$/.test(name));
			return isRoute || (!path.endsWith('/') && project.exists(`static${path}`));
		}
	};
}
