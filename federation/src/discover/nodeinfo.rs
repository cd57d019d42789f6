//! NodeInfo 2.0 and 2.1: the software of a server (PROTOCOL §4.5, FEP-0151, FEP-f1d5, FEP-2677).
//!
//! The abilities of a server are read from its actors instead (FEP-844e).

use serde_json::{Value, json};
use url::Url;

use crate::{reach::Origin, vocab::PROTOCOL_VERSION};

const SCHEMA_2_0: &str = "http://nodeinfo.diaspora.software/ns/schema/2.0";
const SCHEMA_2_1: &str = "http://nodeinfo.diaspora.software/ns/schema/2.1";
/// The link to the instance actor (FEP-2677).
const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";

/// The type of `/.well-known/nodeinfo`. The documents name their schema as well: [`NodeInfoVersion::content_type`].
pub const NODEINFO_CONTENT_TYPE: &str = "application/json";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeInfoVersion {
    V2_0,
    V2_1,
}

impl NodeInfoVersion {
    pub const ALL: [Self; 2] = [Self::V2_1, Self::V2_0];

    /// The last part of its path.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2_0 => "2.0",
            Self::V2_1 => "2.1",
        }
    }

    fn schema(self) -> &'static str {
        match self {
            Self::V2_0 => SCHEMA_2_0,
            Self::V2_1 => SCHEMA_2_1,
        }
    }

    pub fn content_type(self) -> String {
        format!("application/json; profile=\"{}#\"", self.schema())
    }
}

/// The answer at `/.well-known/nodeinfo`.
pub fn nodeinfo_links(own: &Origin, instance_actor: &Url) -> Value {
    let documents = NodeInfoVersion::ALL.map(
        |version| json!({"rel": version.schema(), "href": format!("{own}/nodeinfo/{}", version.as_str())}),
    );
    let actor = json!({"rel": APPLICATION, "href": instance_actor});
    json!({"links": documents.into_iter().chain([actor]).collect::<Vec<_>>()})
}

/// Exact numbers; the published ones are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    pub users: u64,
    pub active_month: u64,
    pub active_half_year: u64,
    pub tasks: u64,
}

/// The own NodeInfo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeInfo {
    pub software_version: String,
    /// The address of the source code.
    pub repository: Option<String>,
    pub open_registrations: bool,
    pub usage: Usage,
}

impl NodeInfo {
    pub fn to_value(&self, version: NodeInfoVersion) -> Value {
        let mut software = json!({"name": "pursuance", "version": self.software_version});
        // 2.0 allows no other member.
        if let (NodeInfoVersion::V2_1, Some(repository)) = (version, &self.repository) {
            software["repository"] = json!(repository);
        }
        // There is a list of blocked servers, and none of admitted ones.
        json!({
            "version": version.as_str(),
            "software": software,
            "protocols": ["activitypub"],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": self.open_registrations,
            "usage": self.usage.rounded(),
            "metadata": {"pursuanceProtocol": PROTOCOL_VERSION, "federationMode": "open"},
        })
    }
}

impl Usage {
    /// Rounded down to tens, and no numbers for fewer than ten people: the numbers of a small server would show single
    /// people come and go.
    fn rounded(self) -> Value {
        if self.users < 10 {
            return json!({"users": {}});
        }
        let tens = |exact: u64| exact / 10 * 10;
        json!({
            "users": {
                "total": tens(self.users),
                "activeMonth": tens(self.active_month),
                "activeHalfyear": tens(self.active_half_year),
            },
            "localPosts": tens(self.tasks),
        })
    }
}
