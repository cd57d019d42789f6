//! Accounts whose passphrase stays on its device: made, signed in, changed, recovered, ended.

mod changes;
mod device;
mod opening;
mod pages;
