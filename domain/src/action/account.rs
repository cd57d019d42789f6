//! Accounts: joining, signing in, tokens, and what people say of themselves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ConfigureInstance;
use crate::id::{AccountRequestId, ActorId, SessionId, TokenId};
use crate::people::keys::{NewCredential, NewKeys};
use crate::time::Time;
use crate::value::{
    DisplayName, HourClock, Introduction, Label, Language, Mission, Name, Sha256, Skills, TokenScope,
    WeekStart, Zone, nullable,
};

inputs! {
    /// Opens an account.
    CreateAccount {
        /// The name people sign in with.
        name: Name,
        /// The name shown to others; absent: the name for signing in.
        #[serde(default)] display: Option<DisplayName>,
        /// How it signs in.
        credential: NewCredential,
        /// Whether the account runs the instance.
        #[serde(default)] operator: bool,
        /// The hash of the one-time setup secret, for the first operator.
        #[serde(default)] setup: Option<String>,
        /// The settings that the first operator gives the server.
        #[serde(default)] server: Option<ConfigureInstance>,
        /// The hash of the secret of an invitation, by which the person also joins its pursuance.
        #[serde(default)] invite: Option<Sha256>,
        /// The id of an open invitation to a private pursuance, into which the person comes from their device afterwards.
        #[serde(default)] private_invite: Option<String>,
    }
    /// Replaces whatever an account signs in with by a passphrase that the server checks.
    SetVerifier {
        account: ActorId,
        verifier: String,
        #[serde(default)] keep_session: Option<SessionId>,
        /// Whether tokens end too. A verifier replaced by somebody else always ends them.
        #[serde(default)] end_tokens: bool,
    }
    /// Another passphrase of an account whose passphrase stays on its device.
    SetKeys {
        account: ActorId,
        /// The hash of the key that signs in from now on.
        verifier: Sha256,
        /// The root key, sealed with the new passphrase, in base64url.
        slot: String,
        /// When the passphrase was set that was there as the person proved who they are.
        verifier_of: Time,
        /// The session in which the person asked for it; absent: all of them end.
        #[serde(default)] keep_session: Option<SessionId>,
        /// Whether tokens end too.
        #[serde(default)] end_tokens: bool,
    }
    /// A passphrase that stays on its device from now on, in place of one that the server checks.
    DeriveAccount {
        account: ActorId,
        keys: NewKeys,
        /// When the passphrase was set that proved the person.
        verifier_of: Time,
        #[serde(default)] keep_session: Option<SessionId>,
    }
    /// Another recovery code; the one before opens nothing any more.
    SetRecovery {
        account: ActorId,
        /// The hash of the key that sets another passphrase.
        verifier: Sha256,
        /// The root key, sealed with the code, in base64url.
        slot: String,
        /// When the passphrase was set that proved the person.
        verifier_of: Time,
    }
    /// The keys of an account, for another device of its person, which takes them once.
    AddDevice {
        account: ActorId,
        /// Where that device looks for them, in hexadecimal.
        mailbox: String,
        /// The keys, sealed to it, in base64url.
        sealed: String,
        /// When the passphrase was set that proved the person.
        verifier_of: Time,
    }
    /// Other keys in place of those that somebody else may have. The former ones are kept.
    ReplaceKeys {
        account: ActorId,
        keys: NewKeys,
        /// The former root key, sealed with the new one, in base64url.
        rootbox: String,
        /// When the passphrase was set that proved the person.
        verifier_of: Time,
        #[serde(default)] keep_session: Option<SessionId>,
    }
    /// A link by which somebody sets the passphrase of an account, once.
    MakeAccountLink {
        account: ActorId,
        /// The hash of its secret.
        secret_hash: Sha256,
        /// Whether the account was made just now: then the link works for a week, and not for 15 minutes.
        #[serde(default)] new: bool,
    }
    /// A passphrase that is set by such a link.
    UseAccountLink {
        /// The hash of its secret.
        secret: String,
        verifier: String,
    }
    /// A request for an account, where operators let people in.
    RequestAccount {
        /// The name that they would sign in with. It is kept for them.
        name: Name,
        /// Who they are, and what brings them.
        words: Introduction,
        /// The hash of the secret of their page, on which they find the answer.
        secret_hash: Sha256,
        /// The network that it comes from; absent: it is not counted.
        #[serde(default)] client: Option<String>,
    }
    /// The answer to a request for an account.
    AnswerAccountRequest { request: AccountRequestId, let_in: bool }
    /// An account that is opened after a yes.
    UseAccountRequest {
        /// The hash of the secret of their page.
        secret: String,
        /// Another name, where somebody took theirs in the meantime.
        #[serde(default)] name: Option<Name>,
        /// How it signs in.
        credential: NewCredential,
    }
    /// Makes an account an operator, or no longer one.
    SetOperator { account: ActorId, operator: bool }
    /// Suspends an account, or lets it sign in again.
    SuspendAccount { account: ActorId, suspended: bool }
    /// A new session; only the hash of its secret is kept.
    StartSession {
        account: ActorId,
        /// When the passphrase was set that opened it; absent where the account has just been opened.
        #[serde(default)] verifier_of: Option<Time>,
        /// The nonce that a key has answered, which counts once; absent where a passphrase opened it.
        #[serde(default)] nonce: Option<String>,
        secret_hash: String,
        csrf: String,
        /// The session that was in this browser before; it ends.
        #[serde(default)] replaces: Option<SessionId>,
        /// The keyed hash of the client's address.
        #[serde(default)] address: Option<String>,
    }
    /// Ends one session.
    EndSession { session: SessionId }
    /// Ends every session of an account.
    EndAllSessions { account: ActorId }
    /// A new token; only the hash of its secret is kept.
    CreateToken {
        account: ActorId,
        /// The session in which its person asked for it; absent at the command line.
        #[serde(default)] session: Option<SessionId>,
        name: Label,
        secret_hash: String,
        scope: TokenScope,
        /// The end of the token, at most a year from now.
        expires: Time,
    }
    /// Revokes a token.
    RevokeToken { token: TokenId }
    /// Lifts the limits of an account, or sets them again.
    LiftLimits { account: ActorId, lifted: bool }
    /// Absent members stay as they are.
    #[schemars(example = json!({ "display": "Ana", "skills": ["Language:French", "Editing:Copyedit"] }))]
    EditProfile {
        /// The revision this edit was written against; another one is refused. Absent: no comparison.
        #[serde(default)] revision: Option<i64>,
        /// The name shown to others.
        #[serde(default)] display: Option<DisplayName>,
        /// A short text about you, Markdown.
        #[serde(default)] about: Option<Mission>,
        /// Your skills, each at the level `do`; `profile.set_skills` knows others.
        #[serde(default)] skills: Option<Skills>,
        /// Whether other servers may find you with your skills.
        #[serde(default)] discoverable: Option<bool>,
        /// Whether people of this instance may find you by your skills and words, and ask you to join a pursuance.
        #[serde(default)] askable: Option<bool>,
        /// The time zone of the times on pages; empty for that of the browser.
        #[serde(default)] zone: Option<Zone>,
        /// The language of the pages; null for those that the browser asks for.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] language: Option<Option<Language>>,
    }
    /// Absent members stay as they are.
    #[schemars(example = json!({ "clock": "12", "first_day": "sunday", "single_keys": false }))]
    SetDisplay {
        /// How the hours of a day are told; null: as the language and the region of the browser have it.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] clock: Option<Option<HourClock>>,
        /// The day on which a week begins; null: as the language and the region of the browser have it.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] first_day: Option<Option<WeekStart>>,
        /// Whether single letters are keys on pages, without Ctrl or Alt.
        #[serde(default)] single_keys: Option<bool>,
    }
    /// Hangs a picture on the profile that was made small before, or takes the one away that is there.
    SetPicture {
        account: ActorId,
        /// The bytes in the storage of files; absent: none.
        #[serde(default)] picture: Option<Sha256>,
        /// How many they are.
        #[serde(default)] bytes: i64,
    }
}
