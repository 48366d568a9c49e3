export { default } from './Wire.svelte';
