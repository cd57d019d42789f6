// Opens keys by a file, loaded where somebody has one.

export { beginUnlockByFile } from '../views/unlock_file.js';
