export { default } from './Rooms.svelte';
