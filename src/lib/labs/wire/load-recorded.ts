import type { RecordedName, RecordedTrace } from './recorded.ts';

const files = import.meta.glob<RecordedTrace>('./recorded/*.json', { import: 'default' });

/** Loads a recorded trace. Each trace is in a separate file, so that a page loads only those that it shows. */
export async function loadRecorded(name: RecordedName): Promise<RecordedTrace> {
	const load = files[`./recorded/${name}.json`];
	if (!load) throw new Error(`there is no recorded trace ${name}`);
	return load();
}
