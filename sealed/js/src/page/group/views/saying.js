// What the page of a task loads besides: its discussion, and the word of a reviewer.

export { beginTalk } from './talk.js';
export { beginVerdict } from './verdict.js';
