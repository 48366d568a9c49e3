/** A question (with answers) or a result (without) of a flowchart. */
export interface Step {
	id: string;
	text: string;
	answers: { label: string; to: string }[];
}

export type Flowchart = ReadonlyMap<string, Step>;

/**
 * Reads the steps from the drawing, so that there is only one flowchart to maintain. Only labeled edges
 * are answers; the drawing names nodes and edges by the ids of its source.
 * @param words `yes` is the label of the answer to put first; `lineBreak` joins the lines of a text
 */
export function readFlowchart(
	drawing: ParentNode,
	{ yes, lineBreak }: { yes: string; lineBreak: string }
): Flowchart {
	const steps = new Map<string, Step>();
	for (const node of drawing.querySelectorAll<SVGElement>('[data-node]')) {
		const id = node.dataset['node'] ?? '';
		steps.set(id, { id, text: textOf(node, lineBreak), answers: [] });
	}
	for (const edge of drawing.querySelectorAll<SVGElement>('.d-edge-label[data-edge]')) {
		const [from = '', to = ''] = (edge.dataset['edge'] ?? '').split('-');
		if (steps.has(to)) steps.get(from)?.answers.push({ label: textOf(edge, lineBreak), to });
	}
	// The drawing may have the answers in any order.
	for (const { answers } of steps.values()) {
		answers.sort((a, b) => Number(b.label === yes) - Number(a.label === yes));
	}
	return steps;
}

/** The first question: the one that no answer leads to. */
export function firstQuestion(steps: Flowchart): string | undefined {
	const targets = new Set(
		[...steps.values()].flatMap(({ answers }) => answers.map(({ to }) => to))
	);
	return [...steps.values()].find(({ id, answers }) => answers.length > 0 && !targets.has(id))?.id;
}

/** The ids from the first question to `id`, both included; empty if `id` is unreachable. */
export function pathTo(steps: Flowchart, id: string): string[] {
	const first = firstQuestion(steps);
	const path = [id];
	while (path[0] !== first) {
		const before = [...steps.values()].find(({ answers }) =>
			answers.some(({ to }) => to === path[0])
		);
		if (!before || path.includes(before.id)) return [];
		path.unshift(before.id);
	}
	return path;
}

/** The results that can no longer be reached from a path, grouped by the question whose answer ruled them out. */
export function ruledOut(steps: Flowchart, path: readonly string[]): Map<string, string[]> {
	const out = new Map<string, string[]>();
	for (const { id, answers } of steps.values()) {
		if (answers.length > 0) continue;
		const other = pathTo(steps, id);
		const divergence = other.findIndex((step, i) => step !== path[i]);
		const question = path[divergence - 1];
		if (question === undefined || divergence >= path.length) continue;
		out.set(question, [...(out.get(question) ?? []), id]);
	}
	return out;
}

function textOf(group: Element, lineBreak: string): string {
	const lines = group.querySelectorAll('tspan');
	if (lines.length === 0) return group.textContent.trim();
	return [...lines].map((line) => line.textContent.trim()).join(lineBreak);
}
