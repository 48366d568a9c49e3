export { default } from './Chooser.svelte';
