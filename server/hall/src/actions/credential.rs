//! The end of credentials: what lets somebody in, or has something told to somebody, on the strength of an account. `domain`
//! says what becomes of each for a reason; here it is done, by one function for every reason.

use pursuance_domain::event::happened::MailPaused;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, SessionId};
use pursuance_domain::notice::MailStop;
use pursuance_domain::people::credential::{Cause, Credential, Fate, fate};

use super::{Cx, PerformError};
use crate::store::parcels::Lane;
use crate::store::{account_links, accounts, device_boxes, feeds, key_slots, mails, pushes, tokens};

/// Numbers of ended credentials that events report.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct EndedCredentials {
    pub sessions: u64,
    pub tokens: u64,
}

/// Ends, pauses or keeps each credential of an account, as `cause` demands. `here`: the acting session, kept where others end.
pub(super) async fn end(
    cx: &mut Cx,
    account: &ActorId,
    cause: Cause,
    here: Option<&SessionId>,
) -> Result<EndedCredentials, PerformError> {
    let mut ended = EndedCredentials::default();
    for credential in Credential::ALL {
        let fate = fate(*credential, cause);
        match credential {
            Credential::Session => match fate {
                Fate::Ended => {
                    ended.sessions = accounts::remove_sessions(&mut cx.tx, account, None).await?;
                }
                Fate::EndedElsewhere => {
                    ended.sessions = accounts::remove_sessions(&mut cx.tx, account, here).await?;
                }
                Fate::Paused | Fate::Resumed | Fate::Kept(_) => {}
            },
            Credential::Token if fate == Fate::Ended => {
                ended.tokens = tokens::revoke_all(&mut cx.tx, account, cx.now).await?;
            }
            Credential::Feed if fate == Fate::Ended => {
                feeds::remove_all(&mut cx.tx, account).await?;
            }
            Credential::Push if fate == Fate::Ended => {
                pushes::remove_all(&mut cx.tx, account).await?;
            }
            Credential::MailAddress | Credential::MailLink if matches!(fate, Fate::Paused | Fate::Ended) => {
                pause_mail(cx, account, cause).await?;
            }
            Credential::AccountLink if fate == Fate::Ended => {
                account_links::remove(&mut cx.tx, account).await?;
            }
            Credential::DeviceBox if fate == Fate::Ended => {
                device_boxes::remove_all(&mut cx.tx, account).await?;
            }
            Credential::Recovery if fate == Fate::Ended => {
                key_slots::remove_all(&mut cx.tx, account).await?;
            }
            // A browser ends with its session: the row names it.
            Credential::Token
            | Credential::Feed
            | Credential::Push
            | Credential::AccountLink
            | Credential::DeviceBox => {}
            // Of a suspended account no code opens anything: it is looked at when somebody shows one.
            Credential::Recovery => {}
            // Both are one row: an address waits for its link, or is confirmed.
            Credential::MailAddress | Credential::MailLink => {}
            // Its maker is checked when somebody comes by it: see `invite::lets_in`.
            Credential::Invitation => {}
            Credential::MailStop
            | Credential::KnownAddress
            | Credential::KnownBrowser
            | Credential::KeptAnswer => {}
        }
    }
    Ok(ended)
}

/// Stops the mail of somebody until they confirm an address anew.
async fn pause_mail(cx: &mut Cx, account: &ActorId, cause: Cause) -> Result<(), PerformError> {
    let why = match cause {
        Cause::Suspended | Cause::Lifted => MailStop::Suspension,
        Cause::OwnPassphrase
        | Cause::OwnPassphraseAndTokens
        | Cause::OperatorPassphrase
        | Cause::SignedOut => MailStop::Passphrase,
    };
    let Some(found) = mails::address(&mut cx.tx, account).await? else { return Ok(()) };
    // Before the mails, as listeners do.
    Lane::mail().open(&mut cx.tx, &cx.app.clock, cx.now).await?;
    if mails::pause(&mut cx.tx, account, &found.mark, why, cx.now).await? {
        mails::finish_all(&mut cx.tx, account).await?;
        let told = Happened::MailPaused(MailPaused { why });
        cx.leave(StreamId::of(account), Audience::Own, told, account.as_str(), None);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::store::migrate::{STEPS, render};

    /// The tables of each credential. A stop link and the mark of a browser are keyed hashes that stand nowhere.
    fn tables(credential: Credential) -> &'static [&'static str] {
        match credential {
            Credential::Session => &["session"],
            Credential::Token => &["token"],
            Credential::Feed => &["feed"],
            Credential::Push => &["push_browser"],
            Credential::MailAddress | Credential::MailLink => &["mail_address"],
            Credential::KnownAddress => &["seen_address"],
            Credential::KeptAnswer => &["idempotency"],
            Credential::Invitation => &["invite"],
            Credential::AccountLink => &["account_link"],
            Credential::DeviceBox => &["device_box"],
            Credential::Recovery => &["key_slot"],
            Credential::MailStop | Credential::KnownBrowser => &[],
        }
    }

    /// The tables of an account that let nobody in and have nothing sent anywhere by themselves; and those with a secret of
    /// something else.
    const OTHERS: [&str; 21] = [
        // The verifier of the passphrase, which every cause is about.
        "credential",
        // The keys of a person, sealed: what opens them is a slot.
        "identity",
        // The box that its person keeps here for themselves, below the same key.
        "sealed_box",
        "former_identity",
        // How often the keys of a private pursuance are renewed, and none of the keys.
        "pursuance_sealed",
        // The one-time link of the first operator, which is of no account yet.
        "instance",
        // The page of somebody who asked for an account: it is of none yet, and ends as it is opened.
        "account_request",
        // Sent and waiting notices, for the person to whom a credential above leads.
        "notice",
        "mail",
        // The person's choices and limits.
        "watch",
        "mute",
        "read_marker",
        "preference",
        "person_limits",
        "person_away",
        "person_not_skill",
        "person_not_pursuance",
        "saved_search",
        "saved_search_home",
        // How far the files have come that they are sending, signed in.
        "upload",
        // Acts that they may take back for ten minutes, signed in.
        "undoable",
    ];

    /// The words in the name of a column that may hold a secret, or what is made of one.
    const SECRET: [&str; 10] =
        ["hash", "secret", "token", "key", "keys", "verifier", "passphrase", "code", "link", "mark"];

    /// The columns whose name says so of something that opens nothing.
    const NO_SECRETS: [&str; 10] = [
        // Keys by which words are compared.
        "skill_key",
        "means_key",
        "name_key",
        "cause_keys",
        // Of several jobs of one kind the first one stays.
        "unique_key",
        // Public keys of other servers and their actors.
        "key_cache.key_id",
        "key_cache.key",
        "actor_key.key",
        // Hashes of things agreed and declined.
        "terms_hash",
        "sealed_declined.hash",
    ];

    /// The name and the type of a column, where a part of a statement says them.
    fn column(part: &str) -> Option<(&str, &str)> {
        let words: Vec<&str> = part.split_whitespace().collect();
        match *words.as_slice() {
            ["add", "column", name, kind, ..] | [name, kind, ..] => Some((name, kind)),
            _ => None,
        }
    }

    /// Whether a column of a table may hold a secret.
    fn may_be_secret(table: &str, (name, kind): (&str, &str)) -> bool {
        let is_text = ["text", "blob"].contains(&kind.to_lowercase().as_str());
        is_text
            && name.split('_').any(|word| SECRET.contains(&word))
            && !NO_SECRETS.iter().any(|known| *known == name || *known == format!("{table}.{name}"))
    }

    /// The tables that name an account, or hold what may be a secret.
    fn of_accounts<'a>(steps: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for step in steps {
            let text = render(step, true);
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("--"));
            let flat = lines.collect::<Vec<_>>().join(" ");
            for statement in flat.split(';') {
                let mut words = statement.split_whitespace();
                let (verb, noun) = (words.next(), words.next());
                let table = words.find(|word| !["if", "not", "exists"].contains(word)).unwrap_or_default();
                if !matches!((verb, noun), (Some("create" | "alter"), Some("table"))) {
                    continue;
                }
                let names = ["references account (", " account text"];
                // The text behind the name of the table: its columns, each in a part.
                let rest = statement.split_once(table).map_or("", |(_, rest)| rest);
                let mut columns = rest.split([',', '(']).filter_map(column);
                if names.iter().any(|name| statement.contains(name))
                    || columns.any(|one| may_be_secret(table, one))
                {
                    found.insert(table.to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn a_table_with_a_secret_is_found_by_the_name_of_its_column() {
        for columns in [
            "person {text} not null references actor (id), secret {text} not null",
            "person {text} not null references actor (id),\n  opened_by_token {blob}",
            "door_key text primary key, at bigint not null",
            "account {text} not null, at bigint not null",
        ] {
            let step = format!("-- A door.\ncreate table door (\n  {columns}\n);");
            assert_eq!(of_accounts([step.as_str()]), BTreeSet::from(["door".to_owned()]), "{columns}");
        }
        assert_eq!(of_accounts(["alter table door add column code text;"]).len(), 1);
        for step in [
            "create table word (skill_key {text} not null, primary key (skill_key));",
            "create table door (tokens bigint not null, name {text} not null);",
            "alter table door add column link_until bigint;",
        ] {
            assert!(of_accounts([step]).is_empty(), "{step}");
        }
    }

    #[test]
    fn every_table_of_an_account_is_a_credential_or_opens_nothing() {
        let known: Vec<&str> = Credential::ALL
            .iter()
            .flat_map(|credential| tables(*credential))
            .copied()
            .chain(OTHERS)
            .collect();
        for table in of_accounts(STEPS.iter().map(|step| step.sql)) {
            assert!(
                known.contains(&table.as_str()),
                "does {table} let somebody in, or have something sent to somebody? Then it is a Credential"
            );
        }
    }
}
