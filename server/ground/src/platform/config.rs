//! Settings. Each is a flag, an environment variable and a key of a TOML file; the flag wins over the variable, the
//! variable over the file, the file over the default. All problems are reported at once.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use pursuance_federation::reach::Reach;
use serde::{Deserialize, Deserializer, Serialize};
use toml::de::{DeTable, DeValue};
use url::Url;

use crate::platform::smtp::{MailSender, MailSettings, Server};

/// The largest file one may upload when nothing is set, in bytes.
pub const DEFAULT_UPLOAD: usize = 25 * MIB;
const MIB: usize = 1024 * 1024;

/// The settings; an absent one comes from the next source. The doc comments are the operators' documentation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Folder for the database, the files and the lock [default: pursuance-data]
    #[arg(long, env = "PURSUANCE_DATA_DIR", global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "PURSUANCE_BIND", global = true, value_name = "ADDRESS:PORT")]
    pub bind: Option<SocketAddr>,
    /// The address people and other servers use; kept for ever once the instance exists [default: http://localhost:PORT]
    #[arg(long, env = "PURSUANCE_BASE_URL", global = true, value_name = "URL")]
    pub base_url: Option<String>,
    /// postgres://… instead of SQLite in the data folder
    #[arg(long, env = "PURSUANCE_DATABASE_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Address or network (CIDR) of a reverse proxy whose X-Forwarded-For is believed; several separated by commas
    #[arg(long, env = "PURSUANCE_TRUSTED_PROXY", global = true, value_name = "CIDR", value_delimiter = ',')]
    #[serde(deserialize_with = "one_or_several")]
    pub trusted_proxy: Option<Vec<String>>,
    /// File of 32 random bytes that encrypts the private keys in the database
    #[arg(long, env = "PURSUANCE_KEY_FILE", global = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Largest file one may upload, in MiB [default: 25]
    #[arg(long, env = "PURSUANCE_MAX_UPLOAD_MIB", global = true, value_name = "MIB")]
    pub max_upload_mib: Option<u32>,
    /// How much one person may upload in all, in MiB [default: 1024]
    #[arg(long, env = "PURSUANCE_QUOTA_PERSON_MIB", global = true, value_name = "MIB")]
    pub quota_person_mib: Option<u32>,
    /// How much the files of one pursuance may take, in MiB [default: 5120]
    #[arg(long, env = "PURSUANCE_QUOTA_PURSUANCE_MIB", global = true, value_name = "MIB")]
    pub quota_pursuance_mib: Option<u32>,
    /// How much the files from one other server may take, in MiB [default: 1024]
    #[arg(long, env = "PURSUANCE_QUOTA_PEER_MIB", global = true, value_name = "MIB")]
    pub quota_peer_mib: Option<u32>,
    /// How much the texts of one person may take, in MiB [default: 100]
    #[arg(long, env = "PURSUANCE_QUOTA_TEXT_PERSON_MIB", global = true, value_name = "MIB")]
    pub quota_text_person_mib: Option<u32>,
    /// How much the texts in one pursuance may take, in MiB; a quarter of it those of one person who is not an Admin there [default: 100]
    #[arg(long, env = "PURSUANCE_QUOTA_TEXT_PURSUANCE_MIB", global = true, value_name = "MIB")]
    pub quota_text_pursuance_mib: Option<u32>,
    /// How much of the disk files and the SQLite database leave free, in MiB [default: 1024, or a tenth of a small disk]
    #[arg(long, env = "PURSUANCE_KEEP_FREE_MIB", global = true, value_name = "MIB")]
    pub keep_free_mib: Option<u32>,
    /// The mail server that takes this instance's mail: smtps://name:password@host, or smtp:// for STARTTLS [default: no mail]
    #[arg(long, env = "PURSUANCE_SMTP_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Who mail comes from: Pursuance <pursuance@commons.example>
    #[arg(long, env = "PURSUANCE_MAIL_FROM", global = true, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// How log lines look [default: text]
    #[arg(long, env = "PURSUANCE_LOG_FORMAT", global = true)]
    pub log_format: Option<LogFormat>,
    /// Log lines to write, as a tracing filter [default: info]
    #[arg(long, env = "PURSUANCE_LOG", global = true, value_name = "FILTER")]
    pub log: Option<String>,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings in {path}")]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// Values that cannot be used, all of them.
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

/// Addresses as a list, or as the flag accepts them: in one text with commas.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "an address or network in quotes, or a list of them")]
    enum Given {
        One(String),
        Several(Vec<String>),
    }
    Ok(Some(match Given::deserialize(deserializer)? {
        Given::One(text) => text.split(',').map(|one| one.trim().to_owned()).collect(),
        Given::Several(list) => list,
    }))
}

/// Settings that have been checked and can be used.
#[derive(Debug, Clone)]
pub struct Config {
    pub data_dir: PathBuf,
    pub bind: SocketAddr,
    pub base_url: Url,
    /// The servers that can be reached, by our own base URL.
    pub reach: Reach,
    pub database_url: String,
    pub trusted_proxies: Vec<Network>,
    pub key_file: Option<PathBuf>,
    /// In bytes.
    pub max_upload: usize,
    pub quotas: Quotas,
    /// How mail is sent; none: no mail is sent.
    pub mail: Option<MailSettings>,
    pub log_format: Option<LogFormat>,
    pub log: String,
    /// `PURSUANCE_TEST_CLOCK`: seconds in this file are added to the clock.
    pub test_clock: Option<PathBuf>,
}

/// The limits on the room for files and texts, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    pub person: i64,
    pub pursuance: i64,
    pub peer: i64,
    pub text_person: i64,
    pub text_pursuance: i64,
    /// The free space that files and the database leave on the disk; by its size where nothing is set.
    pub kept_free: Option<i64>,
}

/// How much one person may upload in all, by default, in MiB.
pub const PERSON_MIB: u32 = 1024;
/// How much the files of one pursuance may take, in MiB.
pub const PURSUANCE_MIB: u32 = 5 * 1024;
/// How much the files from one other server may take, in MiB.
pub const PEER_MIB: u32 = 1024;
/// How much the texts of one person may take, in MiB.
pub const TEXT_PERSON_MIB: u32 = 100;
/// How much the texts in one pursuance may take, in MiB.
pub const TEXT_PURSUANCE_MIB: u32 = 100;

fn mib(count: u32) -> i64 {
    i64::from(count) * 1024 * 1024
}

impl Settings {
    /// Reads a TOML file: the valid settings, and every problem with its line.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn from_file(path: &Path) -> Result<(Self, Vec<String>), ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let (settings, problems) = Self::from_toml(&text);
        let told = |(line, problem)| format!("{}, line {line}: {problem}", path.display());
        Ok((settings, problems.into_iter().map(told).collect()))
    }

    /// The settings in a text, and its problems, by line.
    fn from_toml(text: &str) -> (Self, Vec<(usize, String)>) {
        let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let (table, broken) = DeTable::parse_recoverable(text);
        let mut problems: Vec<_> = broken
            .iter()
            .map(|error| (line(error.span().map_or(0, |span| span.start)), error.message().to_owned()))
            .collect();
        let mut settings = Self::default();
        for (key, value) in table.get_ref() {
            let read = match value.get_ref() {
                DeValue::Table(_) => Err("no setting has keys of its own".to_owned()),
                _ => {
                    // Each by itself, so that one error does not hide the next.
                    let setting = text.get(key.span().start..value.span().end).unwrap_or_default();
                    toml::from_str::<Self>(setting).map_err(|error| error.message().to_owned())
                }
            };
            match read {
                Ok(one) => settings = settings.or(one),
                Err(problem) => {
                    problems.push((line(key.span().start), format!("{}: {problem}", key.get_ref())))
                }
            }
        }
        problems.sort();
        (settings, problems)
    }

    /// These settings, and those of `other` where these are absent.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            data_dir: self.data_dir.or(other.data_dir),
            bind: self.bind.or(other.bind),
            base_url: self.base_url.or(other.base_url),
            database_url: self.database_url.or(other.database_url),
            trusted_proxy: self.trusted_proxy.or(other.trusted_proxy),
            key_file: self.key_file.or(other.key_file),
            max_upload_mib: self.max_upload_mib.or(other.max_upload_mib),
            quota_person_mib: self.quota_person_mib.or(other.quota_person_mib),
            quota_pursuance_mib: self.quota_pursuance_mib.or(other.quota_pursuance_mib),
            quota_peer_mib: self.quota_peer_mib.or(other.quota_peer_mib),
            quota_text_person_mib: self.quota_text_person_mib.or(other.quota_text_person_mib),
            quota_text_pursuance_mib: self.quota_text_pursuance_mib.or(other.quota_text_pursuance_mib),
            keep_free_mib: self.keep_free_mib.or(other.keep_free_mib),
            smtp_url: self.smtp_url.or(other.smtp_url),
            mail_from: self.mail_from.or(other.mail_from),
            log_format: self.log_format.or(other.log_format),
            log: self.log.or(other.log),
        }
    }

    /// Fills in the defaults and checks everything.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn check(self, test_clock: Option<PathBuf>) -> Result<Config, ConfigError> {
        let mut problems = Vec::new();
        let bind = self.bind.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let text = self.base_url.unwrap_or_else(|| format!("http://localhost:{}", bind.port()));
        let reach = Reach::from_base_url(&text);
        let base_url = Url::parse(&text);
        if let Err(error) = &reach {
            problems.push(format!(
                "base-url: {text}: {error}. Write https:// and the name of this server, like https://commons.example; or http://localhost:8080 to try it on one machine"
            ));
        }
        if test_clock.is_some() && !matches!(reach, Ok(Reach::Loopback { .. }) | Err(_)) {
            problems.push(
                "PURSUANCE_TEST_CLOCK: only an instance on http://localhost may have another time".to_owned(),
            );
        }
        let mut trusted_proxies = Vec::new();
        for text in self.trusted_proxy.unwrap_or_default() {
            match Network::parse(&text) {
                Some(network) => trusted_proxies.push(network),
                None => problems.push(format!(
                    "trusted-proxy: {text} is neither an address nor a network like 10.0.0.0/8"
                )),
            }
        }
        let max_upload = self.max_upload_mib.map_or(DEFAULT_UPLOAD, |mib| mib as usize * MIB);
        if !(MIB..=1024 * MIB).contains(&max_upload) {
            problems.push(format!("max-upload-mib: {} is not between 1 and 1024", max_upload / MIB));
        }
        let mail = read_mail(self.smtp_url.as_deref(), self.mail_from.as_deref(), &mut problems);
        let data_dir = self.data_dir.unwrap_or_else(|| PathBuf::from("pursuance-data"));
        let database_url = match self.database_url {
            Some(url) if url.starts_with("postgres:") || url.starts_with("postgresql:") => url,
            Some(_) => {
                problems.push(
                    "database-url: only postgres://… ; without it SQLite in the data folder is used"
                        .to_owned(),
                );
                String::new()
            }
            None => sqlite_url(&data_dir.join(DATABASE_FILE)),
        };
        match (reach, base_url) {
            (Ok(reach), Ok(base_url)) if problems.is_empty() => Ok(Config {
                bind,
                base_url,
                reach,
                database_url,
                trusted_proxies,
                key_file: self.key_file,
                max_upload,
                quotas: Quotas {
                    person: mib(self.quota_person_mib.unwrap_or(PERSON_MIB)),
                    pursuance: mib(self.quota_pursuance_mib.unwrap_or(PURSUANCE_MIB)),
                    peer: mib(self.quota_peer_mib.unwrap_or(PEER_MIB)),
                    text_person: mib(self.quota_text_person_mib.unwrap_or(TEXT_PERSON_MIB)),
                    text_pursuance: mib(self.quota_text_pursuance_mib.unwrap_or(TEXT_PURSUANCE_MIB)),
                    kept_free: self.keep_free_mib.map(mib),
                },
                mail,
                log_format: self.log_format,
                log: self.log.unwrap_or_else(|| "info".to_owned()),
                data_dir,
                test_clock,
            }),
            _ => Err(ConfigError::Wrong(problems)),
        }
    }
}

/// How mail is sent, by both settings or by none of them.
fn read_mail(url: Option<&str>, from: Option<&str>, problems: &mut Vec<String>) -> Option<MailSettings> {
    let mut said = |name: &str, problem: &str| problems.push(format!("{name}: {problem}"));
    match (url, from) {
        (None, None) => None,
        (Some(_), None) => {
            said("mail-from", "needed with smtp-url: the address that mail comes from");
            None
        }
        (None, Some(_)) => {
            said("smtp-url", "needed with mail-from: the server that takes the mail");
            None
        }
        (Some(url), Some(from)) => {
            let server = Server::parse(url).map_err(|problem| said("smtp-url", problem)).ok();
            let from = MailSender::parse(from).map_err(|problem| said("mail-from", problem)).ok();
            server.zip(from).map(|(server, from)| MailSettings { server, from })
        }
    }
}

impl Config {
    /// The SQLite database; none on Postgres.
    pub fn database_file(&self) -> Option<PathBuf> {
        self.database_url.starts_with("sqlite:").then(|| self.data_dir.join(DATABASE_FILE))
    }

    /// The database in the words of an operator, without passwords.
    pub fn database_place(&self) -> String {
        match self.database_file() {
            Some(file) => file.display().to_string(),
            None => masked(&self.database_url),
        }
    }
}

/// A range of addresses, written `10.0.0.0/8` or as one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads an address or a range.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address.parse::<IpAddr>().ok()?, bits.parse::<u8>().ok()?),
            None => {
                let address = text.parse::<IpAddr>().ok()?;
                (address, if address.is_ipv4() { 32 } else { 128 })
            }
        };
        (bits <= if address.is_ipv4() { 32 } else { 128 }).then_some(Self { address, bits })
    }

    /// Whether an address is in the range.
    pub fn contains(&self, address: IpAddr) -> bool {
        fn same_start<const N: usize>(a: [u8; N], b: [u8; N], bits: u8) -> bool {
            a.iter().zip(b).enumerate().all(|(i, (a, b))| {
                let left = usize::from(bits).saturating_sub(i * 8).min(8);
                left == 0 || (a ^ b) >> (8 - left) == 0
            })
        }
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same_start(a.octets(), b.octets(), self.bits),
            (IpAddr::V6(a), IpAddr::V6(b)) => same_start(a.octets(), b.octets(), self.bits),
            _ => false,
        }
    }
}

/// The SQLite database in the data folder.
pub const DATABASE_FILE: &str = "pursuance.db";
/// The same while a backup is restored and not known to be whole.
pub const RESTORING_FILE: &str = "pursuance.db.restoring";

/// A database URL without its passwords.
pub fn masked(text: &str) -> String {
    const MASK: &str = "***";
    let Ok(mut url) = Url::parse(text) else {
        return text.split_once(':').map_or(MASK, |(scheme, _)| scheme).to_owned();
    };
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return MASK.to_owned();
    }
    if url.query().is_some() {
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let shown = pairs.iter().map(|(key, value)| (key, if key == "password" { MASK } else { value }));
        url.query_pairs_mut().clear().extend_pairs(shown);
    }
    url.to_string()
}

/// The URL of an SQLite file, in whose path `?` and `%` are ordinary characters.
pub fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}", file.display().to_string().replace('%', "%25").replace('?', "%3f"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_set_means_sqlite_on_localhost() {
        let config = Settings::default().check(None).unwrap();
        assert_eq!(config.base_url.as_str(), "http://localhost:8080/");
        assert_eq!(config.database_url, "sqlite:pursuance-data/pursuance.db");
        assert_eq!(sqlite_url(Path::new("100%/who?/it.db")), "sqlite:100%25/who%3f/it.db");
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let settings = Settings {
            base_url: Some("ftp://nowhere".into()),
            trusted_proxy: Some(vec!["here".into()]),
            max_upload_mib: Some(0),
            database_url: Some("mysql://x".into()),
            ..Settings::default()
        };
        let Err(ConfigError::Wrong(problems)) = settings.check(None) else { panic!("accepted") };
        assert_eq!(problems.len(), 4, "{problems:?}");
    }

    #[test]
    fn proxies_are_a_list_or_one_text() {
        for text in [
            "trusted-proxy = [\"127.0.0.1/32\", \"::1\"]",
            "trusted-proxy = \"127.0.0.1/32, ::1\"",
            "trusted-proxy = [\n  \"127.0.0.1/32\", # nginx\n  \"::1\",\n]",
        ] {
            let (settings, problems) = Settings::from_toml(text);
            assert_eq!(problems, [], "{text}");
            assert_eq!(settings.trusted_proxy, Some(vec!["127.0.0.1/32".to_owned(), "::1".to_owned()]));
        }
    }

    #[test]
    fn everything_wrong_in_a_file_is_told_with_its_line() {
        let text = "bind = \"nowhere\"\nbase-ulr = \"https://commons.example\"\nlog = \"debug\"\n\nmax-upload-mib = \"many\"\ntrusted-proxy = 5\n[log-format]\nx = 1\n";
        let (settings, problems) = Settings::from_toml(text);
        assert_eq!(settings.log.as_deref(), Some("debug"), "what is right is read");
        let told: Vec<_> =
            problems.iter().map(|(line, text)| (*line, text.split(':').next().unwrap())).collect();
        assert_eq!(
            told,
            [(1, "bind"), (2, "base-ulr"), (5, "max-upload-mib"), (6, "trusted-proxy"), (7, "log-format")],
            "{problems:?}"
        );
    }

    #[test]
    fn a_text_that_is_no_toml_is_told_with_its_lines() {
        let (_, problems) = Settings::from_toml("bind = \nlog = \"debug\"\nmax-upload-mib = = 3\n");
        let lines: Vec<_> = problems.iter().map(|(line, _)| *line).collect();
        assert!(lines.contains(&1) && lines.contains(&3), "{problems:?}");
    }

    #[test]
    fn a_public_instance_has_no_other_time() {
        let settings = Settings { base_url: Some("https://commons.example".into()), ..Settings::default() };
        assert!(settings.clone().check(None).is_ok());
        assert!(settings.check(Some("clock".into())).is_err());
    }

    #[test]
    fn networks_hold_their_addresses() {
        let network = Network::parse("10.1.0.0/15").unwrap();
        assert!(network.contains("10.0.255.1".parse().unwrap()));
        assert!(!network.contains("10.2.0.1".parse().unwrap()));
        assert!(Network::parse("::1").unwrap().contains("::1".parse().unwrap()));
        assert!(!Network::parse("::1").unwrap().contains("127.0.0.1".parse().unwrap()));
        assert_eq!(Network::parse("10.0.0.0/33"), None);
    }

    #[test]
    fn passwords_are_never_shown() {
        assert_eq!(masked("postgres://ana:secret@db/pursuance"), "postgres://ana:***@db/pursuance");
        assert_eq!(
            masked("postgres://db/p?user=ana&password=secret"),
            "postgres://db/p?user=ana&password=***"
        );
        assert_eq!(masked("postgres://db/pursuance"), "postgres://db/pursuance");
        assert!(!masked("postgres:// :secret").contains("secret"));
    }
}
