import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `cert.pem` and `key.pem` for localhost into `folder`, and both in `both.pem`, with openssl at `program`. */
export function makeCertificate(program: string, folder: string): void {
	execFileSync(
		program,
		[
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
			...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
			...['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`]
		],
		{ stdio: 'pipe' }
	);
	const both = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(folder, name), 'utf8'));
	writeFileSync(join(folder, 'both.pem'), both.join(''));
}
