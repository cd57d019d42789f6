// The script of every page.

import { beginPage } from './begin.js';
import { keepLive } from './live.js';

beginPage();
keepLive();
