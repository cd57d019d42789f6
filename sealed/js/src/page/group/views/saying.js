// Loaded by the page of a task: its discussion, and the words with which work is handed in or judged.

export { beginTalk } from './talk.js';
export { beginVerdict } from './verdict.js';
