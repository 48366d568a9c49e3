import { expect, it } from 'vitest';
import { surveyDrawings } from './drawings.ts';
import { pageOf, projectOf } from './fixture.ts';

const diagram = (source: string) => `\`\`\`mermaid title="a" alt="b"\n${source}\n\`\`\`\n`;
const page = pageOf(
	diagram('flowchart TD\nA') + diagram('flowchart TD\nB') + diagram('flowchart TD\nA')
);

it('finds missing drawings, once for each source, and unused ones', () => {
	const { diagrams } = surveyDrawings(projectOf({ 'content/ja/index.md': page }));
	const kept = diagrams[1]?.cache ?? '';
	const survey = surveyDrawings(
		projectOf({
			'content/ja/index.md': page,
			[kept]: '<svg/>',
			'content/diagrams/old.svg': '<svg/>',
			'content/diagrams/README.md': pageOf('')
		})
	);
	expect(survey.missing.map(({ file, line }) => [file, line])).toEqual([
		['content/ja/index.md', 5]
	]);
	expect(survey.unused).toEqual(['content/diagrams/old.svg']);
});
