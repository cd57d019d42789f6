// Loaded where an object is edited, one task is chosen for another, or it is said what blocks one; and once somebody types a new task, which is
// kept until it is sent.

export { beginBlock } from './blocking.js';
export { beginEdit } from './editing.js';
export { beginDepend, beginMove } from './choosing.js';
export { keepNew } from '../uncut_input.js';
