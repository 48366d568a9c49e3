export { default } from './Chat.svelte';
