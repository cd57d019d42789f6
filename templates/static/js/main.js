// What every page runs.

import { beginPage } from './begin.js';
import { keepLive } from './live.js';

beginPage();
keepLive();
