export { fieldTexts, protocolNames } from './field-text.ja.ts';
