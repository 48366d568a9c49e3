import { diagramsFolder, readDiagram, type Diagram } from './diagram.ts';
import { replaceFences } from './fences.ts';
import { readFrontmatter } from './frontmatter.ts';
import { contentFolder } from './pages.ts';
import { filesIn, type Project } from './project.ts';

/** A diagram with the page that contains it. */
export interface PlacedDiagram extends Diagram {
	file: string;
}

/** The diagrams of the content compared with the stored drawings. */
export interface Drawings {
	diagrams: PlacedDiagram[];
	/** Diagrams without a drawing, one for each source. */
	missing: PlacedDiagram[];
	/** Files in the folder of drawings that no page uses. */
	unused: string[];
}

/** Reads all pages; throws ContentError for an invalid fence. */
export function surveyDrawings(project: Project): Drawings {
	const diagrams = filesIn(project, `${contentFolder}/`)
		.filter((file) => file.endsWith('.md'))
		.flatMap((file) => diagramsOf(project.read(file) ?? '', file));
	const used = new Set(diagrams.map(({ cache }) => cache));
	return {
		diagrams,
		missing: diagrams.filter(
			({ cache }, i) =>
				!project.exists(cache) && diagrams.findIndex((other) => other.cache === cache) === i
		),
		unused: project
			.list(diagramsFolder)
			.map((name) => `${diagramsFolder}/${name}`)
			.filter((path) => path.endsWith('.svg') && !used.has(path))
	};
}

function diagramsOf(source: string, file: string): PlacedDiagram[] {
	const found: PlacedDiagram[] = [];
	replaceFences(readFrontmatter(source, file).body, file, (fence) => {
		if (fence.lang === 'mermaid') found.push({ ...readDiagram(fence, file), file });
		return '';
	});
	return found;
}
