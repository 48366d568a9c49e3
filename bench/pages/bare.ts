import { once } from 'node:events';
import { createServer } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { listen } from '../../tests/support/listen.ts';

/**
 * Copies the text, the drawings and the inline styles of a page. Removes scripts, the style sheets, icons and
 * modules that it links, and its content security policy.
 */
export function bareCopy(html: string): string {
	return html
		.replace(/<script\b[\s\S]*?<\/script>/g, '')
		.replace(/<link\b[^>]*\brel="?(?:modulepreload|stylesheet|icon)"?[^>]*>/g, '')
		.replace(/<meta http-equiv="content-security-policy"[^>]*>/, '');
}

/** Serves one HTML text, compressed like the site's pages. */
export async function serveHtml(
	html: string
): Promise<{ url: string; close: () => Promise<unknown> }> {
	const body = brotliCompressSync(html);
	const server = createServer((_, response) => {
		response.writeHead(200, {
			'content-type': 'text/html; charset=utf-8',
			'content-encoding': 'br',
			'content-length': body.length
		});
		response.end(body);
	});
	const port = await listen(server);
	return {
		url: `http://127.0.0.1:${port}/`,
		close() {
			server.close();
			server.closeAllConnections();
			return once(server, 'close');
		}
	};
}
