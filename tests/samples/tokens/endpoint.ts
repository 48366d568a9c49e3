import { generate } from './generate.ts';
import { streamTokens } from './stream-tokens.ts';

const longestPrompt = 2000;

export async function POST({ request }: { request: Request }): Promise<Response> {
	const body: unknown = await request.json().catch(() => null);
	const prompt = typeof body === 'object' && body && 'prompt' in body ? body.prompt : null;
	if (typeof prompt !== 'string' || prompt === '' || prompt.length > longestPrompt) {
		return Response.json({ error: 'invalid_prompt' }, { status: 400 });
	}
	return streamTokens((signal) => generate(prompt, signal));
}
