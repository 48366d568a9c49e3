import { Feed } from './feed.ts';

/** The process's one feed. */
export const feed = new Feed();
