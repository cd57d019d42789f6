// What pages about members, what one says of oneself, and invitations load besides.

export { beginHead, beginInvite, beginInvites, beginMembers } from './members.js';
export { beginProfile } from './profile.js';
