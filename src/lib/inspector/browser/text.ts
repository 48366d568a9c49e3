export { text } from './text.ja.ts';
