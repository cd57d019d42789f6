// The script of lists of tasks.

import { beginPage } from './begin.js';
import { pickLines } from './choosing/picking.js';
import { keepLive } from './live.js';

beginPage();
pickLines();
keepLive();
