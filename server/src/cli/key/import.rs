//! `pursuance key import`: the identity of a file becomes that of an account, so that it opens what was sealed to it before: the account
//! of somebody whose keys were ended by a link of the operators, or one on another server.

use std::path::Path;

use http::StatusCode;
use pursuance_sealed::account::{Cost, Passphrase, master_key, salt};
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::error::DecodeError;
use pursuance_sealed::identity::SecretKeys;
use pursuance_sealed::secret::{RecoverySecret, RootKey, SlotKey};
use pursuance_sealed::slot::{Kind, RootSlot};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use super::signed_in::AccountAnswer;
use super::{KeyCommandError, ask, file};
use crate::cli::CliError;
use crate::cli::client::{FORM, to_text};
use crate::cli::output::say;
use crate::platform::clock::random;

pub(super) async fn import(url: &str, name: &str, path: &Path) -> Result<(), CliError> {
    let mut account = AccountAnswer::of(url, name)?;
    let bytes = file::read(path)?;
    let of_file = ask::known(&format!("Passphrase of {}: ", path.display()))?;
    let keys = file::open(path, &bytes, &of_file)?.keys;
    let former = ask::known(&format!("Passphrase of {} now: ", account.handle()))?;
    let new = ask::new("New passphrase, which stays on your devices: ")?;
    if new.expose() == Passphrase::new(&former).expose() {
        return Err(KeyCommandError::Same.into());
    }
    if !account.prelogin().await?.is_plain() {
        return Err(KeyCommandError::HasKeys.into());
    }
    let recovery = RecoverySecret::from_bytes(random());
    let mut sent = sealed(&account, &keys, &new, &recovery)?;
    sent["passphrase"] = former.as_str().into();
    sign_in(&mut account, &former).await?;
    let taken: Result<Value, _> = account.client.post_json("/api/v1/account/keys", &sent).await;
    account.sign_out().await;
    taken?;
    say(&format!(
        "{} has the keys of {}.\nIts recovery code, which is shown once. Write it down, and keep it apart:\n{}",
        account.handle(),
        keys.iid(),
        *recovery.to_text()
    ))
}

/// Signs in as the form of the page does, whose passphrase the server checks.
async fn sign_in(account: &mut AccountAnswer, passphrase: &str) -> Result<(), CliError> {
    const PATH: &str = "/signin";
    let form = Serializer::new(String::new())
        .append_pair("name", account.name.as_str())
        .append_pair("passphrase", passphrase)
        .append_pair("next", "")
        .finish();
    let answer = account.client.post(PATH, FORM, form.into()).await?;
    match answer.status {
        StatusCode::SEE_OTHER => {
            account.client.keep_cookies(&answer);
            Ok(())
        }
        StatusCode::UNPROCESSABLE_ENTITY => Err(KeyCommandError::Wrong.into()),
        _ => Err(account.client.refusal(PATH, &answer)),
    }
}

/// The data that the server keeps of the keys, under a root key of its own.
fn sealed(
    account: &AccountAnswer,
    keys: &SecretKeys,
    passphrase: &Passphrase,
    recovery: &RecoverySecret,
) -> Result<Value, KeyCommandError> {
    let (root, drawn, cost) = (RootKey::from_bytes(random()), random(), Cost::DEFAULT);
    let hashed = master_key(passphrase, &salt(&account.realm, &account.name, &drawn), cost)?;
    let slot = |kind: Kind, key: SlotKey| -> Result<String, DecodeError> {
        let nonce = Nonce::from_bytes(random());
        let slot = RootSlot::seal(kind, &root, &key, &account.realm, &account.name, nonce)?;
        Ok(to_text(slot.encode()?))
    };
    Ok(json!({
        "verifier": to_text(hashed.auth_key().verifier()),
        "slot": slot(Kind::Passphrase { cost, salt: drawn }, hashed.wrap_key())?,
        "recovery_slot": slot(Kind::Recovery, recovery.wrap_key())?,
        "recovery_verifier": to_text(recovery.auth_key().verifier()),
        "idbox": to_text(keys.seal(&root, Nonce::from_bytes(random()))?),
        "card": to_text(keys.card().encode()),
    }))
}
