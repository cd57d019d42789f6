//! The reach of this server: by URL, by origin and by address (PROTOCOL §4.7).
//!
//! A server lives either in the public network (https and DNS names) or on this machine alone (http and `localhost`).
//! [`Reach`] is made from the own base URL and has nothing in between, so no setting makes a public server ask its
//! private network.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use url::{Host, Url};

#[cfg(test)]
mod tests;

/// The scheme of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The default port, left out of an address.
    pub fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Scheme, host and port: the identity of a server (FEP-fe34).
///
/// Two ports are two servers. The host is in its ASCII, lower-case form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of a URL.
    ///
    /// # Errors
    /// When the URL is not http(s), or names no host but an address.
    pub fn of(url: &Url) -> Result<Self, ReachRefusal> {
        let scheme = match url.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            other => return Err(ReachRefusal::Scheme { scheme: other.to_owned() }),
        };
        let host = match url.host() {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => return Err(ReachRefusal::AddressLiteral),
            None => return Err(ReachRefusal::NoHost),
        };
        Ok(Self { port: url.port().unwrap_or(scheme.default_port()), scheme, host })
    }

    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The host, and a port that is not the default one: as in a handle and in the `Host` header.
    pub fn authority(&self) -> String {
        if self.port == self.scheme.default_port() {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.as_str(), self.authority())
    }
}

impl FromStr for Origin {
    type Err = ReachRefusal;

    /// Reads `https://host[:port]`, as [`Display`](fmt::Display) writes it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text)?;
        refuse_userinfo(&url)?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(ReachRefusal::NotABase);
        }
        Self::of(&url)
    }
}

/// The servers within reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// The public network: https, DNS names, public addresses.
    Public {
        own: Origin,
        /// Ports other than 443 that peers may use.
        extra_ports: Vec<u16>,
    },
    /// This machine alone: http, `localhost` and `*.localhost`, any port.
    Loopback { own: Origin },
}

impl Reach {
    /// Reads the own base URL: `https://name`, or `http://localhost:port`.
    ///
    /// # Errors
    /// When the URL is neither, or carries more than scheme, host and port.
    pub fn from_base_url(base: &str) -> Result<Self, ReachRefusal> {
        let own: Origin = base.parse()?;
        match own.scheme {
            Scheme::Https => {
                check_public_name(&own.host)?;
                Ok(Self::Public { own, extra_ports: Vec::new() })
            }
            Scheme::Http => {
                check_local_name(&own.host)?;
                Ok(Self::Loopback { own })
            }
        }
    }

    /// The reach of a program that asks the server with this base URL, and runs none itself: no server is its own.
    ///
    /// # Errors
    /// When the URL is no base URL of a server.
    pub fn toward(base: &str) -> Result<Self, ReachRefusal> {
        let nobody = |there: &Origin| Origin { scheme: there.scheme, host: String::new(), port: 0 };
        Ok(match Self::from_base_url(base)? {
            Self::Public { own, .. } => Self::Public { extra_ports: vec![own.port], own: nobody(&own) },
            Self::Loopback { own } => Self::Loopback { own: nobody(&own) },
        })
    }

    /// Lets public peers use these ports besides 443. Changes nothing on loopback, where any port is open.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn with_extra_ports(self, ports: Vec<u16>) -> Self {
        match self {
            Self::Public { own, .. } => Self::Public { own, extra_ports: ports },
            Self::Loopback { own } => Self::Loopback { own },
        }
    }

    /// The own origin.
    pub fn own(&self) -> &Origin {
        match self {
            Self::Public { own, .. } | Self::Loopback { own } => own,
        }
    }

    /// Whether this URL is of the own origin.
    pub fn is_own(&self, url: &Url) -> bool {
        Origin::of(url).is_ok_and(|origin| &origin == self.own())
    }

    /// Reads the part of a handle after the `@` as an origin within reach, the own one included.
    ///
    /// # Errors
    /// When the text is not `host[:port]`, or outside of the reach.
    pub fn origin_of_authority(&self, authority: &str) -> Result<Origin, ReachRefusal> {
        // Any other character would move the host elsewhere in the URL.
        if authority.contains(['/', '\\', '@', '?', '#']) || authority.contains(char::is_whitespace) {
            return Err(ReachRefusal::NotABase);
        }
        let origin: Origin = format!("{}://{authority}", self.own().scheme.as_str()).parse()?;
        self.check_origin(&origin)?;
        Ok(origin)
    }

    /// Checks a URL as far as possible without the network. Own URLs pass.
    ///
    /// # Errors
    /// The first broken rule of PROTOCOL §4.7.
    pub fn check_form(&self, url: &Url) -> Result<Origin, ReachRefusal> {
        refuse_userinfo(url)?;
        let origin = Origin::of(url)?;
        self.check_origin(&origin)?;
        Ok(origin)
    }

    /// Checks that a URL may be requested: [`check_form`](Self::check_form), and not of the own server.
    ///
    /// # Errors
    /// The first broken rule of PROTOCOL §4.7.
    pub fn check_url(&self, url: &Url) -> Result<Origin, ReachRefusal> {
        let origin = self.check_form(url)?;
        let ours = match self {
            // Programs on other ports of the own machine are not meant for strangers.
            Self::Public { own, .. } => origin.host == own.host,
            Self::Loopback { own } => &origin == own,
        };
        if ours { Err(ReachRefusal::Own) } else { Ok(origin) }
    }

    /// Checks an address that a name resolved to. Required for every address before a connection.
    ///
    /// # Errors
    /// When the address is outside of the own network.
    pub fn check_addr(&self, addr: IpAddr) -> Result<(), ReachRefusal> {
        match self {
            Self::Public { .. } => check_public_addr(addr),
            Self::Loopback { .. } if LOOPBACK.contains(&addr) => Ok(()),
            Self::Loopback { .. } => Err(ReachRefusal::Address { addr, range: "outside of this machine" }),
        }
    }

    fn check_origin(&self, origin: &Origin) -> Result<(), ReachRefusal> {
        match self {
            Self::Public { own, extra_ports } => {
                if origin.scheme != Scheme::Https {
                    return Err(ReachRefusal::Scheme { scheme: origin.scheme.as_str().to_owned() });
                }
                check_public_name(&origin.host)?;
                let open = origin.port == 443 || extra_ports.contains(&origin.port) || origin == own;
                if open { Ok(()) } else { Err(ReachRefusal::Port { port: origin.port }) }
            }
            Self::Loopback { .. } => {
                if origin.scheme != Scheme::Http {
                    return Err(ReachRefusal::Scheme { scheme: origin.scheme.as_str().to_owned() });
                }
                check_local_name(&origin.host)
            }
        }
    }
}

/// The reason why a URL or an address is outside of the reach.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReachRefusal {
    #[error("this is not a web address")]
    NotAUrl(#[from] url::ParseError),
    #[error("addresses that begin with “{scheme}:” are outside of this server's network")]
    Scheme { scheme: String },
    #[error("the address names no server")]
    NoHost,
    #[error("only the scheme, host and port may stand here")]
    NotABase,
    #[error("the address carries a user name or password")]
    UserInfo,
    #[error("the address has more than {limit} bytes")]
    TooLong { limit: usize },
    #[error("servers are reached by name, not by number")]
    AddressLiteral,
    #[error("“{host}” is not the name of a server in this server's network")]
    Name { host: String },
    #[error("port {port} is not open to other servers")]
    Port { port: u16 },
    #[error("the address is our own")]
    Own,
    #[error("the name leads to {addr}, which is {range}")]
    Address { addr: IpAddr, range: &'static str },
}

/// The addresses of `localhost`, without a resolver (RFC 6761 §6.3).
pub const LOOPBACK: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// Last labels that are not delegated in the public DNS, and that a private resolver may answer.
///
/// RFC 6761 (`test`, `localhost`, `invalid`), RFC 6762 (`local`), RFC 7686 (`onion`), RFC 8375 (`home.arpa`),
/// RFC 9476 (`alt`), ICANN's `internal`, and the names it reserved for collisions (`corp`, `home`, `mail`, `lan`).
/// `example` never resolves and is left to the resolver.
const PRIVATE_SUFFIXES: [&str; 12] = [
    "alt",
    "arpa",
    "corp",
    "home",
    "internal",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "test",
];

/// Checks for a DNS name with a dot, written in full and without the final dot.
///
/// `Url` has applied IDNA already; the form and the last label are left to check.
fn check_public_name(host: &str) -> Result<(), ReachRefusal> {
    let refused = || ReachRefusal::Name { host: host.to_owned() };
    let (_, suffix) = host.rsplit_once('.').ok_or_else(refused)?;
    let all_digits = suffix.bytes().all(|b| b.is_ascii_digit());
    if host.len() > 253 || !host.split('.').all(is_label) || all_digits || PRIVATE_SUFFIXES.contains(&suffix)
    {
        return Err(refused());
    }
    Ok(())
}

fn check_local_name(host: &str) -> Result<(), ReachRefusal> {
    let name = host.strip_suffix("localhost").and_then(|rest| {
        let labels = rest.strip_suffix('.');
        if rest.is_empty() { Some(true) } else { labels.map(|labels| labels.split('.').all(is_label)) }
    });
    if name == Some(true) { Ok(()) } else { Err(ReachRefusal::Name { host: host.to_owned() }) }
}

/// Letters, digits and inner hyphens, 1 to 63 of them (RFC 1123 §2.1).
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn refuse_userinfo(url: &Url) -> Result<(), ReachRefusal> {
    if url.username().is_empty() && url.password().is_none() { Ok(()) } else { Err(ReachRefusal::UserInfo) }
}

/// IPv4 ranges outside of the public network (IANA special-purpose registry, RFC 6890).
const BLOCKED_V4: [(Ipv4Addr, u32, &str); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by a provider's customers"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "reserved"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a 6to4 relay"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
];

/// IPv6 ranges outside of the public network. Those inside of 2000::/3 are exceptions from it; those outside are named
/// for the message, and [`check_public_addr`] refuses the rest of the outside too.
const BLOCKED_V6: [(Ipv6Addr, u32, &str); 12] = [
    (Ipv6Addr::UNSPECIFIED, 128, "no address"),
    (Ipv6Addr::LOCALHOST, 128, "this machine"),
    (v6(0x64, 0xff9b, 0), 96, "a translation to IPv4"),
    (v6(0x64, 0xff9b, 1), 48, "a translation to IPv4"),
    (v6(0x100, 0, 0), 64, "discarded"),
    (v6(0x2001, 0, 0), 23, "reserved for protocols"),
    (v6(0x2001, 0xdb8, 0), 32, "for documentation"),
    (v6(0x2002, 0, 0), 16, "a tunnel from IPv4"),
    (v6(0x3fff, 0, 0), 20, "for documentation"),
    (v6(0xfc00, 0, 0), 7, "private"),
    (v6(0xfe80, 0, 0), 10, "link-local"),
    (v6(0xff00, 0, 0), 8, "multicast"),
];

/// Global unicast, as far as assigned (RFC 4291 §2.4, IANA).
const GLOBAL_V6: (Ipv6Addr, u32) = (v6(0x2000, 0, 0), 3);

const fn v6(a: u16, b: u16, c: u16) -> Ipv6Addr {
    Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)
}

fn check_public_addr(addr: IpAddr) -> Result<(), ReachRefusal> {
    // ::ffff:0:0/96 embeds IPv4: the system connects to the address inside.
    let range = match addr.to_canonical() {
        IpAddr::V4(v4) => {
            BLOCKED_V4.iter().find(|(net, bits, _)| in_v4(v4, *net, *bits)).map(|(_, _, range)| *range)
        }
        IpAddr::V6(v6) => {
            let named = BLOCKED_V6.iter().find(|(net, bits, _)| in_v6(v6, *net, *bits));
            named
                .map(|(_, _, range)| *range)
                .or_else(|| (!in_v6(v6, GLOBAL_V6.0, GLOBAL_V6.1)).then_some("not global unicast"))
        }
    };
    range.map_or(Ok(()), |range| Err(ReachRefusal::Address { addr, range }))
}

fn in_v4(addr: Ipv4Addr, net: Ipv4Addr, bits: u32) -> bool {
    (addr.to_bits() ^ net.to_bits()).leading_zeros() >= bits
}

fn in_v6(addr: Ipv6Addr, net: Ipv6Addr, bits: u32) -> bool {
    (addr.to_bits() ^ net.to_bits()).leading_zeros() >= bits
}
