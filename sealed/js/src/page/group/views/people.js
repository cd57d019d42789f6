// What pages about members, what one says of oneself, invitations, founding and joining load besides.

export { beginEnter, beginFound } from './founding.js';
export { beginHead, beginInvite, beginInvites, beginMembers } from './members.js';
export { beginProfile } from './profile.js';
