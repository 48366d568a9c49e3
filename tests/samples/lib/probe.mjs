// Loaded into a sample's process before the sample itself: reports the resources of the process over IPC.
// So the sample's own files are exactly those that pages print.
import { Server } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
let ticks = 0;

process.on('message', (command) => {
	if (command !== 'measure') return;
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	const active = process.getActiveResourcesInfo();
	const count = (kind) => active.filter((name) => name === kind).length;
	process.send({
		sockets: count('TCPSocketWrap'),
		timers: count('Timeout'),
		heldBytes: heapUsed + external,
		ticks
	});
});
process.channel.unref();

// Node closes an idle connection after this time (default: 5 seconds), and the suite waits for that at every endpoint.
const keepAliveMs = 1000;
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
	if (this.keepAliveTimeout === 5000) this.keepAliveTimeout = keepAliveMs;
	return listen.apply(this, args);
};

// With a fast clock an interval of a second or more ticks 1000 times every 10 ms, so hours pass within seconds.
if (process.env.PROBE_FAST_CLOCK === '1') {
	const { setInterval } = globalThis;
	globalThis.setInterval = (tick, delayMs, ...rest) => {
		if (delayMs < 1000) return setInterval(tick, delayMs, ...rest);
		return setInterval(() => {
			for (let n = 0; n < 1000; n++, ticks++) tick(...rest);
		}, 10);
	};
}
