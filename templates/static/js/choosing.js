// What a list of tasks runs.

import { beginPage } from './begin.js';
import { pickLines } from './choosing/picking.js';
import { keepLive } from './live.js';

beginPage();
pickLines();
keepLive();
