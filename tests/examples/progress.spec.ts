import { afterEach, describe, expect, it, vi } from 'vitest';
import code from '../../src/lib/examples/progress/count.worker.js?raw';
import { Jobs, type JobsOptions } from '../../src/lib/examples/progress/jobs.server.ts';
import { newJob } from '../../src/lib/examples/progress/job.ts';
import type { Snapshot } from '../../src/lib/examples/progress/protocol.ts';
import type { JobEntry } from '../../src/lib/examples/progress/report.server.ts';
import { stream } from '../../src/lib/examples/progress/stream.server.ts';
import { endStreams } from '../../src/lib/server/examples/event-stream.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

/** A job that runs longer than any test waits. */
const long = { upTo: 10_000_000_000, failHalfway: false };
const short = { upTo: 1_000_000, failHalfway: false };
const running: Jobs[] = [];

function jobsOn({ realtime }: TestServer, options: Partial<JobsOptions> = {}): Jobs {
	const jobs = new Jobs(realtime.examples, { code, ...options });
	running.push(jobs);
	return jobs;
}

/** Records what an EventSource would receive until the server or the reader closes the stream. */
async function watch({ realtime }: TestServer, job: string, lastEventId?: string) {
	const url = new URL(`http://localhost/api/examples/progress/events?job=${job}`);
	const abort = new AbortController();
	const headers: Record<string, string> = lastEventId ? { 'last-event-id': lastEventId } : {};
	const request = new Request(url, { headers, signal: abort.signal });
	const response = await stream(realtime.examples, { request, url });
	const received: (Snapshot & { id: string })[] = [];
	let isOver = false;
	const reading = (async () => {
		for await (const chunk of response.body ?? []) {
			const text = new TextDecoder().decode(chunk);
			for (const [, id = '', data = ''] of text.matchAll(/id: (.+)\ndata: (.+)\n/g)) {
				received.push({ ...(JSON.parse(data) as Snapshot), id });
			}
		}
		isOver = true;
	})();
	return {
		received,
		status: response.status,
		states: () => [...new Set(received.map(({ state }) => state))],
		reaches: (state: Snapshot['state']) => until(() => received.at(-1)?.state === state, state),
		over: () => until(() => isOver, 'the end of the stream'),
		async leave() {
			abort.abort();
			await reading;
		}
	};
}

afterEach(async () => {
	await Promise.all(running.splice(0).map((jobs) => jobs.end()));
	endStreams();
});

onEachBroker((instances) => {
	describe('a long job', () => {
		it('is reported from its start to its result to readers on every instance', async () => {
			const job = newJob();
			const readers = [await watch(instances.first, job), await watch(instances.second, job)];
			await jobsOn(instances.first).start({ ...short, job }, 'a');
			for (const reader of readers) {
				await reader.reaches('done');
				expect(reader.received.at(-1)).toMatchObject({ done: 1_000_000, primes: 78_498 });
				await reader.over();
			}
		});

		it('S8: ends its stream, and a client that reconnects gets 204 and stops reconnecting', async () => {
			const job = newJob();
			await jobsOn(instances.first).start({ ...short, job }, 'a');
			const reader = await watch(instances.first, job);
			await reader.reaches('done');
			await reader.over();
			const back = await watch(instances.second, job, reader.received.at(-1)?.id);
			expect(back.status).toBe(204);
			const late = await watch(instances.second, job);
			await late.over();
			expect(late.received).toEqual(reader.received.slice(-1));
		});

		it('S5: continues while nobody watches, and a returning reader gets the newest state only', async () => {
			const job = newJob();
			await jobsOn(instances.first).start({ ...long, job }, 'a');
			const reader = await watch(instances.first, job);
			await until(() => (reader.received.at(-1)?.done ?? 0) > 0, 'progress');
			await reader.leave();
			const before = reader.received.at(-1);
			const other = await watch(instances.first, job);
			await until(() => (other.received.at(-1)?.done ?? 0) > (before?.done ?? 0), 'more progress');
			await other.leave();
			const back = await watch(instances.second, job, before?.id);
			await until(() => back.received.length > 0, 'the newest state');
			expect(back.received[0]?.done).toBeGreaterThan(before?.done ?? Infinity);
		});

		it('runs once, however many times and on whichever instance it is requested', async () => {
			const job = newJob();
			const [one, other] = [jobsOn(instances.first), jobsOn(instances.second)];
			const reader = await watch(instances.first, job);
			const ask = (jobs: Jobs) => jobs.start({ ...short, job }, 'a');
			await Promise.all([ask(one), ask(one), ask(other), ask(one)]);
			await reader.reaches('done');
			await ask(one);
			await ask(other);
			const late = await watch(instances.first, job);
			await late.over();
			expect(late.received).toEqual(reader.received.slice(-1));
		});

		it('is rejected on every instance under the key of another job, even after that job has ended', async () => {
			const job = newJob();
			const [one, other] = [jobsOn(instances.first), jobsOn(instances.second)];
			const reader = await watch(instances.first, job);
			await one.start({ ...long, job }, 'a');
			const others = [
				{ ...long, job, upTo: long.upTo - 1 },
				{ ...long, job, failHalfway: true }
			];
			const conflict = { problem: { code: 'client_id_conflict' } };
			const expectConflicts = async () => {
				for (const jobs of [one, other]) {
					for (const work of others) {
						await expect(jobs.start(work, 'a')).rejects.toMatchObject(conflict);
					}
				}
			};
			await expectConflicts();
			await one.cancel(job);
			await reader.reaches('cancelled');
			await expectConflicts();
			await one.start({ ...long, job }, 'a');
			await other.start({ ...long, job }, 'a');
			const late = await watch(instances.second, job);
			await late.over();
			expect(late.received).toEqual(reader.received.slice(-1));
		});

		it('can be cancelled from any instance, while it runs and while it waits', async () => {
			const [first, second] = [newJob(), newJob()];
			const [here, there] = [jobsOn(instances.first), jobsOn(instances.second)];
			for (const job of [first, second]) {
				await here.start({ ...long, job }, 'a');
			}
			const readers = [await watch(instances.first, first), await watch(instances.first, second)];
			await readers[0]!.reaches('running');
			await there.cancel(second);
			await readers[1]!.reaches('cancelled');
			await there.cancel(first);
			await readers[0]!.reaches('cancelled');
			expect(readers[0]!.received.at(-1)!.done).toBeLessThan(long.upTo);
			await there.cancel(newJob());
		});

		it('waits for its turn and reports how many jobs are ahead of it', async () => {
			const keys = [newJob(), newJob(), newJob()];
			const jobs = jobsOn(instances.first);
			const readers = await Promise.all(keys.map((job) => watch(instances.first, job)));
			await jobs.start({ ...long, job: keys[0]! }, 'a');
			for (const job of keys.slice(1)) await jobs.start({ ...short, job }, 'a');
			await until(() => readers[2]!.received.at(-1)?.ahead === 2, 'the third place');
			expect(readers[1]!.received.at(-1)).toMatchObject({ state: 'queued', ahead: 1 });
			await jobs.cancel(keys[0]!);
			for (const reader of readers.slice(1)) await reader.reaches('done');
			expect(readers[2]!.received.map(({ ahead }) => ahead)).toContain(1);
		});

		it('is reported as failed when its worker crashes, and the next job runs', async () => {
			const [first, second] = [newJob(), newJob()];
			const jobs = jobsOn(instances.first);
			const readers = [await watch(instances.first, first), await watch(instances.first, second)];
			await jobs.start({ ...short, job: first, failHalfway: true }, 'a');
			await jobs.start({ ...short, job: second }, 'a');
			await readers[0]!.reaches('failed');
			await readers[1]!.reaches('done');
		});

		it('is stopped when it exceeds its deadline', async () => {
			const job = newJob();
			const reader = await watch(instances.first, job);
			await jobsOn(instances.first, { code: 'for (;;);', deadlineMs: 50 }).start(
				{ ...short, job },
				'a'
			);
			await reader.reaches('overdue');
		});

		it('is rejected when its address or the server has too many jobs', async () => {
			const jobs = jobsOn(instances.first, { maxWaiting: 3, perAddress: 2 });
			const ask = (job: string, address: string) => jobs.start({ ...long, job }, address);
			const keys = Array.from({ length: 4 }, newJob);
			// Started concurrently: a job occupies its place before it awaits anything.
			const asked = [keys[0]!, keys[1]!, newJob()].map((job) => ask(job, 'a'));
			await expect(asked[2]).rejects.toThrow(/Too many/);
			await Promise.all(asked.slice(0, 2));
			await ask(keys[0]!, 'a'); // a repeat takes no additional place
			await ask(keys[2]!, 'b');
			await ask(keys[3]!, 'c');
			await expect(ask(newJob(), 'd')).rejects.toThrow(/at capacity/);
			await jobs.cancel(keys[1]!);
			const reader = await watch(instances.first, keys[1]!);
			await reader.reaches('cancelled');
			await ask(newJob(), 'a');
		});

		it('cannot be started, cancelled or watched under a guessable name', async () => {
			const jobs = jobsOn(instances.first);
			for (const job of ['general', '', '../x', 'A'.repeat(30), 'a'.repeat(65)]) {
				await expect(jobs.start({ ...short, job }, 'a')).rejects.toThrow();
				await expect(jobs.cancel(job)).rejects.toThrow();
				const { status } = await watch(instances.first, job);
				expect([400, 403]).toContain(status);
			}
		});

		it('P2: is reported as interrupted, whether running or waiting, when the process shuts down', async () => {
			const [first, second] = [newJob(), newJob()];
			const jobs = jobsOn(instances.first);
			for (const job of [first, second]) {
				await jobs.start({ ...long, job }, 'a');
			}
			const readers = [await watch(instances.second, first), await watch(instances.second, second)];
			await readers[0]!.reaches('running');
			await jobs.end();
			for (const reader of readers) await reader.reaches('interrupted');
			await expect(jobs.start({ ...short, job: newJob() }, 'a')).rejects.toThrow(/restarting/);
		});
	});
});

it('P2: a job is not reported as interrupted before it was accepted, or by another instance', async () => {
	const server = await startServer();
	const { examples } = server.realtime;
	let release = (): void => undefined;
	const held = new Promise<void>((resolve) => (release = resolve));
	const asked: (string | undefined)[] = [];
	const slow = new Jobs(
		{
			journal<Data extends object>(name: string, room: unknown) {
				const journal = examples.journal<Data>(name, room);
				const append = journal.append.bind(journal);
				journal.append = async (data, clientId) => {
					asked.push(clientId);
					if (clientId !== undefined) await held;
					return append(data, clientId);
				};
				return journal;
			}
		},
		{ code }
	);
	const [own, others] = [newJob(), newJob()];
	const running = jobsOn(server);
	await running.start({ ...long, job: others }, 'a');
	const starts = [own, others].map((job) => slow.start({ ...long, job }, 'a'));
	await until(() => asked.length === 2, 'both appends');
	const ended = slow.end();
	release();
	await Promise.all([...starts, ended]);

	const states = async (job: string) => {
		const seen: string[] = [];
		const entry = ({ data }: { data: JobEntry }) => void seen.push(data.state);
		const journal = examples.journal<JobEntry>('progress', job);
		(await journal.follow(null, { entry, gap: () => undefined }))();
		return seen;
	};
	expect(await states(own)).toEqual(['asked', 'queued', 'interrupted']);
	expect(await states(others)).not.toContain('interrupted');
	await running.end();
	expect((await states(others)).at(-1)).toBe('interrupted');
	await server.close();
});

it('a job is reported until its end although the journal is temporarily unavailable', async () => {
	const server = await startServer();
	const { examples } = server.realtime;
	let failures = 3;
	const job = newJob();
	const reader = await watch(server, job);
	const flaky = new Jobs(
		{
			journal<Data extends object>(name: string, room: unknown) {
				const journal = examples.journal<Data>(name, room);
				const append = journal.append.bind(journal);
				journal.append = (data, clientId) =>
					clientId === undefined && failures-- > 0
						? Promise.reject(new Error('no broker'))
						: append(data, clientId);
				return journal;
			}
		},
		{ code }
	);
	await flaky.start({ ...short, job }, 'a');
	await reader.reaches('done');
	expect(failures).toBeLessThanOrEqual(0);
	await server.close();
});
