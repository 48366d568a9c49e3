import { weightsOf } from './weights.ts';

/** The codings in which compressed copies of files exist. */
const stored = ['br', 'gzip'];

/**
 * The stored codings that a client prefers most, as a header without weights (RFC 9110 §12.5.3), because the file
 * server only checks whether a name occurs. Empty if the client prefers the plain file, or accepts nothing at
 * all: the file is still better than no response.
 */
export function preferredEncodings(acceptEncoding: string): string {
	const weights = weightsOf(acceptEncoding);
	const weightOf = (coding: string) =>
		weights.get(coding) ?? weights.get(`x-${coding}`) ?? weights.get('*') ?? 0;
	const plain = weights.get('identity') ?? 0;
	const best = Math.max(...stored.map(weightOf));
	return stored
		.filter((coding) => best > 0 && best >= plain && weightOf(coding) === best)
		.join(', ');
}
