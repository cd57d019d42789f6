//! Finding actors by typed names, and being found (PROTOCOL §4.5).

mod handle;
mod nodeinfo;
#[cfg(test)]
mod tests;
mod webfinger;

pub use self::{
    handle::{Address, AddressRefusal, Handle},
    nodeinfo::{NODEINFO_CONTENT_TYPE, NodeInfo, NodeInfoVersion, Usage, nodeinfo_links},
    webfinger::{DiscoverError, Discovered, JRD_CONTENT_TYPE, Jrd, JrdLink, find},
};
