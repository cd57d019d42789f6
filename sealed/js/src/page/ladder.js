// X25519 of the library, for browsers without one of their own (`lazy_files.js`). It is called as `group/object_writer.js` is.

export { byLibrary } from '../ladder.js';
