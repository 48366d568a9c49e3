export { default } from './Cursors.svelte';
