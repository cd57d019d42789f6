// Loaded by pages about members, profiles and invitations.

export { beginInvite, beginInvites } from './invites.js';
export { beginHead, beginMembers } from './members.js';
export { beginProfile } from './profile.js';
