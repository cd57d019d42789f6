// What pages about members, what one says of oneself, and invitations load besides.

export { beginInvite, beginInvites } from './invites.js';
export { beginHead, beginMembers } from './members.js';
export { beginProfile } from './profile.js';
