export { default } from './Authentication.svelte';
