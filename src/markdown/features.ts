import { balancedHtml } from './balanced-html.ts';
import { bareLinks } from './bare-links.ts';
import { callouts } from './callout.ts';
import { checklists } from './checklist.ts';
import { codeBlocks } from './code-figure.ts';
import { demos } from './demo.ts';
import { diagrams } from './diagram.ts';
import { exampleFiles, examples } from './example.ts';
import { facts } from './fact.ts';
import type { Feature } from './feature.ts';
import { fileLinks } from './file-links.ts';
import { folds } from './fold.ts';
import { footnotes } from './footnotes.ts';
import { headings } from './headings.ts';
import { inlineCode } from './inline-code.ts';
import { labs } from './lab.ts';
import { lineJoin } from './line-join.ts';
import { links } from './links.ts';
import { markdownInHtml } from './markdown-in-html.ts';
import { plainHtml } from './plain-html.ts';
import { sections } from './sections.ts';
import { slotParagraphs } from './slots.ts';
import { tables } from './table.ts';
import { unknownTags } from './unknown-tags.ts';
import { wireFigures } from './wire-figure.ts';

/** In the order in which they are called. */
export const features: readonly Feature[] = [
	slotParagraphs,
	balancedHtml,
	plainHtml,
	markdownInHtml,
	diagrams,
	codeBlocks,
	headings,
	callouts,
	tables,
	checklists,
	folds,
	demos,
	labs,
	examples,
	exampleFiles,
	unknownTags,
	facts,
	wireFigures,
	footnotes,
	bareLinks,
	links,
	fileLinks,
	lineJoin,
	inlineCode,
	sections
];
