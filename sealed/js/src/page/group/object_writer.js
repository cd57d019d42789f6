// Writes objects, and their skills as tags: loaded where something is pressed, or tags are due. Filling a page takes none of it.
//
// Callers import from the source. In their files the build puts in its place what loads this file and goes on by it, and so everything here
// answers later (`async`), and there is nothing else.

export { addTask, begun, put, putNow } from './changes.js';
export { takeNewer } from './refused_write.js';
export { press, pressed } from './pressing.js';
export { retag } from './tagging.js';
