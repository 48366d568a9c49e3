export { default } from './Dashboard.svelte';
