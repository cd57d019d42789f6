//! The work submitted in a delegation, and the verdicts on it.

use pursuance_domain::id::DelegationId;
use pursuance_domain::time::Time;

use crate::store::damage::{StoredRow, listed};
use crate::store::db::{ReadTx, WriteTx, each, one, run};
use crate::store::error::{StoreError, StoreResult};

/// Submitted work. Its text is in `texts`; its files belong to its address.
#[derive(Debug, Clone)]
pub struct Submission {
    pub uri: String,
    pub delegation: DelegationId,
    pub round: i64,
    pub at: Time,
    /// Arrived after the task had been recalled.
    pub late: bool,
    pub verdict: Option<Verdict>,
    pub verdict_at: Option<Time>,
}

/// The decision of the origin about work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    SentBack,
    Refused,
}

impl Verdict {
    /// The word in the database and for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::SentBack => "sent_back",
            Self::Refused => "refused",
        }
    }

    fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "accepted" => Ok(Self::Accepted),
            "sent_back" => Ok(Self::SentBack),
            "refused" => Ok(Self::Refused),
            _ => Err(StoreError::unknown_word("submission", "verdict", word)),
        }
    }
}

#[derive(sqlx::FromRow)]
struct SubmissionRow {
    uri: String,
    delegation: String,
    round: i64,
    at: i64,
    late: bool,
    verdict: Option<String>,
    verdict_at: Option<i64>,
}

impl Submission {
    /// The key of its text and its files. Each side has its own, also when both sides are local.
    pub fn key(&self) -> String {
        work_key(&self.delegation, &self.uri)
    }
}

/// The key of submitted work, as [`Submission::key`].
pub fn work_key(delegation: &DelegationId, submission: &str) -> String {
    format!("{delegation}#{submission}")
}

impl StoredRow for SubmissionRow {
    fn key(&self) -> String {
        work_key(&DelegationId(self.delegation.clone()), &self.uri)
    }
}

impl TryFrom<SubmissionRow> for Submission {
    type Error = StoreError;
    fn try_from(row: SubmissionRow) -> StoreResult<Self> {
        Ok(Self {
            uri: row.uri,
            delegation: DelegationId(row.delegation),
            round: row.round,
            at: Time(row.at),
            late: row.late,
            verdict: row.verdict.as_deref().map(Verdict::parse).transpose()?,
            verdict_at: row.verdict_at.map(Time),
        })
    }
}

/// The work submitted on one side, in order.
pub async fn submissions(tx: &mut ReadTx, delegation: &DelegationId) -> StoreResult<Vec<Submission>> {
    const SQL: &str = "select uri, delegation, round, at, late, verdict, verdict_at from submission where delegation = $1 order by at, uri";
    Ok(listed(each!(tx, SubmissionRow, SQL, delegation.as_str())?))
}

/// Whether this work was handed in before.
pub async fn has_submission(tx: &mut ReadTx, delegation: &DelegationId, uri: &str) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from submission where delegation = $1 and uri = $2";
    Ok(one!(tx, (i64,), SQL, delegation.as_str(), uri)?.0 > 0)
}

/// Counts the submissions for a round: the late ones, or the ones in time.
pub async fn count_work(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    round: i64,
    late: bool,
) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from submission where delegation = $1 and round = $2 and late = $3";
    Ok(one!(tx, (i64,), SQL, delegation.as_str(), round, late)?.0)
}

/// Writes submitted work.
pub async fn add_submission(tx: &mut WriteTx, s: &Submission) -> StoreResult<()> {
    const SQL: &str = "insert into submission (uri, delegation, round, at, late) values ($1, $2, $3, $4, $5)";
    run!(tx, SQL, &s.uri, s.delegation.as_str(), s.round, s.at.0, s.late).map(drop)
}

/// Writes the verdict on work that was handed in.
pub async fn set_verdict(
    tx: &mut WriteTx,
    delegation: &DelegationId,
    submission: &str,
    verdict: Verdict,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update submission set verdict = $3, verdict_at = $4 where delegation = $1 and uri = $2";
    run!(tx, SQL, delegation.as_str(), submission, verdict.as_str(), now.0).map(drop)
}
