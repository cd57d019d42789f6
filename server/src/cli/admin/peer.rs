//! `pursuance admin peer`: the servers this one talks to.

use clap::Subcommand;
use pursuance_domain::action::{AcceptKey, Action, BlockHost, ResumeChannels};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_domain::value::Note;
use pursuance_federation::discover::Handle;
use pursuance_federation::sign::Ed25519PublicKey;
use serde_json::{Value, json};

use super::{delivery, moment};
use crate::cli::CliError;
use crate::cli::output::{Format, columns};
use crate::state::App;
use crate::store::actor_keys::{self, ActorWithOtherKey};
use crate::store::actors;
use crate::store::channels;
use crate::store::deliveries::{self, Delivery, Host};
use crate::store::standing::{Standing, Stopped};

/// Commands about other servers.
#[derive(Debug, Subcommand)]
pub enum PeerCommand {
    /// Lists the servers this one talks to
    List(Format),
    /// Shows what is known of one, and its last deliveries
    Show {
        host: String,
        #[command(flatten)]
        format: Format,
    },
    /// Blocks a server and those below its name; delegations with it end
    Block {
        host: String,
        /// Why, for other operators
        #[arg(long)]
        reason: Option<String>,
        #[command(flatten)]
        format: Format,
    },
    /// Processes messages again of a server that contradicted itself, from its present state on
    Resume {
        host: String,
        #[command(flatten)]
        format: Format,
    },
    /// Accepts the new key of a pursuance on another server, once you have compared it with the people who run that
    /// server
    #[command(
        after_help = "Example:\n  pursuance admin peer accept-key honey@wasps.example z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    )]
    AcceptKey {
        /// Its name, like honey@wasps.example, or its address, as `show` prints it
        actor: String,
        /// The key as they read it to you; or the one known before, to keep it
        key: String,
        #[command(flatten)]
        format: Format,
    },
    /// Unblocks a server
    Unblock {
        host: String,
        #[command(flatten)]
        format: Format,
    },
}

impl PeerCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::List(format) => list(app, format).await,
            Self::Show { host, format } => show(app, &host, format).await,
            Self::Block { host, reason, format } => {
                let reason = reason.map(|reason| note(&reason)).transpose()?;
                set_blocked(app, &host, true, reason, format).await
            }
            Self::Resume { host, format } => resume(app, &host, format).await,
            Self::AcceptKey { actor, key, format } => accept_key(app, &actor, key, format).await,
            Self::Unblock { host, format } => set_blocked(app, &host, false, None, format).await,
        }
    }
}

async fn list(app: &App, format: Format) -> Result<(), CliError> {
    let mut hosts: Vec<Host> = Vec::new();
    loop {
        let after = hosts.last().map_or("", |host| host.name.as_str()).to_owned();
        let page = deliveries::hosts(&mut app.db.read().await?, &after, 500).await?;
        if page.is_empty() {
            break;
        }
        hosts.extend(page);
    }
    let stopped = Stopped::read(&mut app.db.read().await?).await?;
    let listed: Vec<_> = hosts.iter().map(|host| facts(host, stopped.judge(host))).collect();
    format.print(&listed, || {
        let rows: Vec<_> = hosts
            .iter()
            .map(|host| {
                [
                    host.name.clone(),
                    state(host, stopped.judge(host)),
                    moment(host.last_ok.map(Time), "never"),
                    host.last_error.clone().unwrap_or_default(),
                ]
            })
            .collect();
        columns(
            ["HOST", "STATE", "LAST REACHED", "LAST ERROR"],
            &rows,
            "This server has not talked to another one yet.",
        )
    })
}

async fn show(app: &App, host: &str, format: Format) -> Result<(), CliError> {
    let mut tx = app.db.read().await?;
    let name = authority(app, host)?;
    let host = deliveries::host(&mut tx, &name).await?.ok_or(CliError::UnknownPeer { host: name })?;
    let sent = deliveries::page(&mut tx, None, Some(&host.name), 20).await?;
    let suspended = channels::suspended_with(&mut tx, &host.name).await?.len();
    let changed = actor_keys::changed_at(&mut tx, &host.name).await?;
    let standing = Stopped::read(&mut tx).await?.judge(&host);
    let mut answer = facts(&host, standing);
    answer["suspended_channels"] = suspended.into();
    answer["changed_keys"] = changed
        .iter()
        .map(|it| json!({ "actor": it.uri, "before": before(it), "now": it.key, "at": Time(it.at) }))
        .collect();
    answer["deliveries"] = sent.iter().map(delivery::facts).collect();
    format.print(&answer, || in_words(&host, standing, suspended, &changed, &sent))
}

/// The key an actor was known by.
fn before(changed: &ActorWithOtherKey) -> String {
    let key = changed.pinned.as_deref().and_then(|key| Ed25519PublicKey::from_slice(key).ok());
    key.map(|key| key.to_multikey()).unwrap_or_default()
}

fn in_words(
    host: &Host,
    standing: Standing,
    suspended: usize,
    changed: &[ActorWithOtherKey],
    sent: &[Delivery],
) -> String {
    let form = host.signature.as_deref().unwrap_or("not learnt yet");
    let clock = host
        .clock_offset
        .map_or_else(|| "not known".to_owned(), |seconds| format!("{seconds} s ahead of ours"));
    let keys = changed.iter().map(|it| {
        let now = if it.key.is_empty() { "none" } else { &it.key };
        format!(
            "\nits key changed  {}\n  before         {}\n  now            {now}\n  Nothing is exchanged with it. Compare the key with those who run its server, then:\n  pursuance admin peer accept-key {} KEY",
            it.uri, before(it), it.uri
        )
    });
    let keys: String = keys.collect();
    let lines = [
        format!("{}: {}", host.name, state(host, standing)),
        format!("last reached    {}", moment(host.last_ok.map(Time), "never")),
        format!("next try        {}", moment(host.next_at.map(Time), "nothing waits")),
        format!("last error      {}", host.last_error.as_deref().unwrap_or("none")),
        format!("signature form  {form}"),
        format!("its clock       {clock}"),
        format!("suspended       {suspended} of its channels{keys}"),
        String::new(),
        delivery::table(sent),
    ];
    lines.join("\n")
}

async fn set_blocked(
    app: &App,
    host: &str,
    blocked: bool,
    reason: Option<Note>,
    format: Format,
) -> Result<(), CliError> {
    let name = authority(app, host)?;
    if !blocked && deliveries::host(&mut app.db.read().await?, &name).await?.is_none() {
        return Err(CliError::UnknownPeer { host: name });
    }
    let action = Action::from(BlockHost { host: name.clone(), blocked, reason });
    let done = app.perform(&Principal::Operator, action).await?;
    format.print(&done.result, || match (blocked, done.result["delegations"].as_u64()) {
        (true, Some(ended)) if ended > 0 => {
            format!("{name} is blocked; {ended} delegations with it have ended")
        }
        (true, _) => format!("{name} is blocked"),
        (false, _) => format!("{name} is no longer blocked"),
    })
}

async fn resume(app: &App, host: &str, format: Format) -> Result<(), CliError> {
    let host = authority(app, host)?;
    let action = Action::from(ResumeChannels { host: host.clone() });
    let done = app.perform(&Principal::Operator, action).await?;
    format.print(&done.result, || match done.result["channels"].as_u64() {
        Some(0) => {
            format!("Nothing was stopped here; a new numbering of {host} is followed once, within 30 days")
        }
        _ => format!("What {host} says is taken in again"),
    })
}

async fn accept_key(app: &App, actor: &str, key: String, format: Format) -> Result<(), CliError> {
    let known = named(app, actor).await?;
    let known = known
        .ok_or_else(|| CliError::Unknown { what: "pursuance of another server", name: actor.to_owned() })?;
    let action = Action::from(AcceptKey { actor: known, key });
    let done = app.perform(&Principal::Operator, action).await?;
    format.print(&done.result, || format!("The key of {actor} is believed; what waited goes on"))
}

/// The actor of another server with this address or name. Of several with one name it is the one with a changed key.
async fn named(app: &App, typed: &str) -> Result<Option<ActorId>, CliError> {
    let mut tx = app.db.read().await?;
    if let Some(actor) = actors::by_uri(&mut tx, typed).await? {
        return Ok(Some(actor.id).filter(|_| actor.host.is_some()));
    }
    let Ok(handle) = Handle::parse(typed, &app.config.reach) else { return Ok(None) };
    let host = handle.origin().authority();
    let changed = actor_keys::changed_at(&mut tx, &host).await?;
    if let Some(changed) = changed.into_iter().find(|changed| changed.name == handle.name()) {
        return Ok(Some(ActorId(changed.actor)));
    }
    Ok(actors::by_handle(&mut tx, handle.name(), &host).await?.map(|actor| actor.id))
}

/// A host as it is stored, however it was typed.
pub(super) fn authority(app: &App, typed: &str) -> Result<String, CliError> {
    let origin = app.config.reach.origin_of_authority(typed);
    Ok(origin.map_err(|refusal| argument(typed, &refusal))?.authority())
}

fn note(typed: &str) -> Result<Note, CliError> {
    Note::parse(typed).map_err(|refusal| argument(typed, &refusal))
}

fn argument(typed: &str, refusal: &dyn std::fmt::Display) -> CliError {
    CliError::Argument { text: typed.to_owned(), reason: refusal.to_string() }
}

/// The standing of a host, in a few words.
fn state(host: &Host, standing: Standing) -> String {
    match standing {
        Standing::Blocked => match &host.block_reason {
            Some(reason) => format!("blocked: {reason}"),
            None => "blocked".to_owned(),
        },
        Standing::OtherKey => "stopped: a key there changed, and has to be compared".to_owned(),
        Standing::Suspended => "stopped: its records and ours differ".to_owned(),
        Standing::StoppedThere => "stopped there, until its operators resume it".to_owned(),
        Standing::Silent => {
            format!("not answering since {}", moment(host.down_since.map(Time), "the last try"))
        }
        Standing::Forbids { since } => format!("refuses this server since {}", since.rfc3339()),
        Standing::Fine if host.next_at.is_some() => "deliveries wait".to_owned(),
        Standing::Fine => "in order".to_owned(),
    }
}

fn facts(host: &Host, standing: Standing) -> Value {
    json!({
        "host": host.name, "state": standing.word(), "blocked": host.blocked, "block_reason": host.block_reason, "failures": host.failures, "last_ok": host.last_ok.map(Time),
        "last_error": host.last_error, "down_since": host.down_since.map(Time), "next_at": host.next_at.map(Time),
        "signature": host.signature, "clock_offset_seconds": host.clock_offset,
    })
}
