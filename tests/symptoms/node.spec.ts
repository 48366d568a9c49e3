import { EventEmitter, once } from 'node:events';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { listen } from '../support/listen.ts';
import { serve, thrownBy } from './node.ts';
import { expectPrinted } from './page.ts';

test('writing to or closing a cancelled stream throws', async () => {
	// #region closed-controller
	let controller: ReadableStreamDefaultController<string> | undefined;
	const stream = new ReadableStream<string>({ start: (given) => void (controller = given) });

	await stream.cancel(); // クライアントが切断すると、SvelteKitがこれを呼ぶ

	const late = thrownBy(() => controller?.enqueue('data: 1\n\n')); // 止め忘れたタイマー
	const twice = thrownBy(() => controller?.close()); // abortイベントでのクリーンアップ
	// #endregion closed-controller
	expectPrinted('controller-closed', late);
	expect(twice).toBe(late);
});

test('listening on a busy port is an error', async () => {
	const port = await listen(serve());
	const second = serve();
	second.listen(port, '127.0.0.1');
	const [error] = (await once(second, 'error')) as [Error];
	expectPrinted('eaddrinuse', String(error));
});

test('parsing invalid JSON throws', () => {
	expectPrinted(
		'not-json',
		thrownBy(() => void JSON.parse('hello'))
	);
});

test('the eleventh listener of an event causes a warning', async () => {
	const warned = once(process, 'warning') as Promise<[Error]>;
	// #region listeners
	const feed = new EventEmitter(); // プロセスに1つの、長く生きる配信元

	for (let reader = 1; reader <= 11; reader++) {
		feed.on('message', () => undefined); // 切断されても解除しない
	}
	// #endregion listeners
	const [warning] = await warned;
	expectPrinted('max-listeners', `${warning.name}: ${warning.message}`);
});

test('using WebSocket or EventSource where it is not defined throws', () => {
	for (const call of ["new WebSocket('/ws')", "new EventSource('/events')"]) {
		expectPrinted(
			'not-defined',
			thrownBy(() => void runInNewContext(call))
		);
	}
});
