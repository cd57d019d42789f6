//! The signer of a request (PROTOCOL §2.1, §4.1, §4.3).

use std::sync::Arc;

use url::Url;

use super::{
    Asker, Check, Environment, InboxRefusal, KeyLookupError, RequestHead, ResolvedKey, Verifier,
    activity::ADDRESS_MAX,
};
use crate::{
    reach::{Origin, ReachRefusal},
    sign::{Claim, DigestRefusal, HashedBody, RequestParts, Scheme},
};

/// A key fetched longer ago than this many seconds is fetched once more before its signature counts as wrong.
const FRESH_ENOUGH: i64 = 60;

impl<E: Environment> Verifier<'_, E> {
    /// The key of the request's signature, and its scheme; none only when that check is left out.
    ///
    /// # Errors
    /// The refusal of the first signature, when none of them holds.
    pub(super) async fn authenticate_head(
        &self,
        head: &RequestHead,
        body: Option<&HashedBody<'_>>,
    ) -> Result<Option<(Arc<ResolvedKey>, Scheme)>, InboxRefusal> {
        let claims = match Claim::read_all(&head.headers) {
            Ok(claims) => claims,
            Err(refusal) if self.makes(Check::SignaturePresent) => return Err(refusal.into()),
            Err(_) => return Ok(None),
        };
        let mut refusal = None;
        for claim in &claims {
            match self.check_claim(claim, head, body).await {
                Ok(key) => return Ok(Some((key, claim.scheme()))),
                Err(refused) => refusal = refusal.or(Some(refused)),
            }
        }
        refusal.map_or(Ok(None), Err)
    }

    async fn check_claim(
        &self,
        claim: &Claim,
        head: &RequestHead,
        body: Option<&HashedBody<'_>>,
    ) -> Result<Arc<ResolvedKey>, InboxRefusal> {
        self.check_key_id(claim.key_id())?;
        if self.makes(Check::Freshness) {
            claim.check_freshness(&head.headers, self.now)?;
        }
        let request = RequestParts {
            method: head.method.as_str(),
            origin: self.environment.reach().own(),
            path_and_query: &head.path_and_query,
            headers: &head.headers,
        };
        if self.makes(Check::CoveredComponents) {
            claim.check_coverage(&request, body.is_some())?;
        }
        if let Some(body) = body.filter(|_| self.makes(Check::Digest)) {
            check_digest(claim, &request, body)?;
        }
        let key = self.resolve(claim.key_id(), Asker::Client(head.client)).await?;
        let (key, ()) = self
            .try_key(key, Asker::Client(head.client), |key| {
                if self.makes(Check::Algorithm) {
                    claim.check_algorithm(key.key.algorithm())?;
                }
                if self.makes(Check::Signature) {
                    claim.verify(&request, &key.key)?;
                }
                Ok(())
            })
            .await?;
        Ok(key)
    }

    /// Checks that the address of a key is within reach, on a server that is not blocked.
    fn check_key_id(&self, key_id: &str) -> Result<(), InboxRefusal> {
        match self.origin_of_key(key_id) {
            Ok(origin) => self.check_host_policy(&origin),
            Err(refusal) if self.makes(Check::KeyIdForm) => Err(InboxRefusal::KeyIdForm(refusal)),
            Err(_) => Ok(()),
        }
    }

    fn origin_of_key(&self, key_id: &str) -> Result<Origin, ReachRefusal> {
        // It is kept as it is written, whether the key is to be had or not.
        if key_id.len() > ADDRESS_MAX {
            return Err(ReachRefusal::TooLong { limit: ADDRESS_MAX });
        }
        self.environment.reach().check_form(&Url::parse(key_id)?)
    }

    /// The key under this address: the known one, or a fetched one.
    pub(super) async fn resolve(&self, key_id: &str, asker: Asker) -> Result<Arc<ResolvedKey>, InboxRefusal> {
        match self.environment.known_key(key_id).await? {
            Some(key) => Ok(key),
            None => self.fetch(key_id, asker).await,
        }
    }

    async fn fetch(&self, key_id: &str, asker: Asker) -> Result<Arc<ResolvedKey>, InboxRefusal> {
        let client = match asker {
            Asker::Client(client) => Some(client),
            Asker::Worker => None,
            // Keys of own activities are own keys, and known.
            Asker::Nobody => return Err(KeyLookupError::Refused("it is not ours".to_owned()).into()),
        };
        self.check_key_id(key_id)?;
        if self.makes(Check::KeyFetchBudget) {
            self.environment
                .spend_key_fetch_budget(client, key_id)
                .map_err(|wait| InboxRefusal::KeyFetchBudget { retry_after: wait.0 })?;
        }
        Ok(self.environment.fetch_key(key_id).await?)
    }

    /// Tries a key; if it does not fit and is not fresh, fetches it exactly once and tries the result: its owner may
    /// have changed it.
    pub(super) async fn try_key<T>(
        &self,
        key: Arc<ResolvedKey>,
        asker: Asker,
        fits: impl Fn(&ResolvedKey) -> Result<T, InboxRefusal>,
    ) -> Result<(Arc<ResolvedKey>, T), InboxRefusal> {
        let refusal = match fits(&key) {
            Ok(found) => return Ok((key, found)),
            Err(refusal) => refusal,
        };
        let is_fresh = self.now.saturating_sub(key.fetched_at) <= FRESH_ENOUGH;
        if is_fresh || matches!(asker, Asker::Nobody) {
            return Err(refusal);
        }
        let fresh = match self.fetch(&key.key_id, asker).await {
            Ok(fresh) => fresh,
            // Without another fetch the known key decides.
            Err(InboxRefusal::KeyFetchBudget { .. }) => return Err(refusal),
            Err(other) => return Err(other),
        };
        if fresh.key == key.key {
            return Err(refusal);
        }
        let found = fits(&fresh)?;
        Ok((fresh, found))
    }
}

fn check_digest(
    claim: &Claim,
    request: &RequestParts<'_>,
    body: &HashedBody<'_>,
) -> Result<(), InboxRefusal> {
    let value = request.field(claim.digest_header().as_str())?.ok_or(DigestRefusal::Missing)?;
    match claim.scheme() {
        Scheme::Cavage => body.check_digest(&value)?,
        Scheme::Rfc9421 => body.check_content_digest(&value)?,
    }
    Ok(())
}
