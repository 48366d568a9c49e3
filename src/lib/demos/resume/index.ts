export { default } from './Resume.svelte';
