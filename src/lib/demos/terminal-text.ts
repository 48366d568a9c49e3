export { text } from './terminal-text.ja.ts';
