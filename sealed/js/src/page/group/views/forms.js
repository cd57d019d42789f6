// What pages load besides on which an object is edited, or one task is chosen for another.

export { beginEdit } from './editing.js';
export { beginDepend, beginMove } from './choosing.js';
