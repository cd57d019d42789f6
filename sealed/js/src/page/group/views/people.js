// What pages about members, invitations, founding and joining load besides.

export { beginEnter, beginFound } from './founding.js';
export { beginHead, beginInvite, beginInvites, beginMembers } from './members.js';
