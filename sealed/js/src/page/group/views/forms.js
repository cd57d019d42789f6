// What pages load besides on which an object is edited, one task is chosen for another, or it is said what blocks one.

export { beginBlock } from './blocking.js';
export { beginEdit } from './editing.js';
export { beginDepend, beginMove } from './choosing.js';
