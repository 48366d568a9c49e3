export { default } from './Transports.svelte';
