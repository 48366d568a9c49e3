export { buttonText } from './button-text.ja.ts';
