// The script of the outline of a pursuance.

import { beginPage } from './begin.js';
import { pickLines } from './choosing/picking.js';
import { keepLive } from './live.js';
import { beginOutline } from './outline/begin.js';

beginPage();
pickLines();
// A filter that finds nothing leaves none.
if (document.getElementById('outline')) beginOutline();
keepLive();
