//! What a member's device opens of the records of a pursuance.

use pursuance_sealed::bundle::RecordBundle;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::error::OpenError;
use pursuance_sealed::field::FieldContents;
use pursuance_sealed::log::{HistoryRule, LogRole};
use pursuance_sealed::record::Record;
use pursuance_sealed::replica::{ClosedField, Secrets, newest, open, secrets};

use crate::more::task;
use crate::support::{Log, Same, person};

/// A log of two epochs, whose newest is sealed to ben, with a task in two revisions and another one.
fn group(history: HistoryRule) -> (Log, Vec<Seal>, Vec<Record>) {
    let (ann, ben) = (person("ann"), person("ben"));
    let mut log = Log::new(&ann, history);
    log.add(&ann, LogRole::Writer, &ben);
    let (one, of_one) = task(&log, "a task", 1, None);
    let (other, of_other) = task(&log, "another", 1, None);
    log.rotate(&ann);
    let (two, of_two) = task(&log, "a task", 2, Some(&one));
    let seal = Seal::to(&log.pid, 2, &Log::secret(2), &ben.card(), &mut Same(3)).unwrap();
    let revisions = [one, other, two].map(Record::Revision);
    let fields = [of_one, of_other, of_two].concat().into_iter().map(Record::Field);
    let records = revisions.into_iter().chain(fields).collect();
    (log, vec![seal], records)
}

/// The titles of all tasks, or why they stay closed.
fn titles(log: &Log, records: Vec<Record>, secrets: &Secrets) -> Vec<Result<String, ClosedField>> {
    let entries = log.entries.iter().map(|entry| Record::Entry(entry.clone()));
    let bundle = RecordBundle { pid: log.pid, records: entries.chain(records).collect(), chunks: Vec::new() };
    bundle.check().unwrap();
    let opened = open(&bundle, secrets);
    assert!(opened.values().all(|task| task.rel.is_some_and(|rel| rel.phase == 2)));
    assert!(opened.keys().all(|(of, _)| *of == ObjectType::Task));
    let mut titles: Vec<_> = opened
        .into_values()
        .map(|mut task| match task.fields.remove("title").unwrap() {
            Ok(FieldContents::Text(text)) => Ok(text),
            Ok(_) => panic!("a title is a text"),
            Err(closed) => Err(closed),
        })
        .collect();
    titles.sort_by_key(Result::is_err);
    titles
}

#[test]
fn a_member_opens_the_newest_revision_of_each_task() {
    let (log, seals, records) = group(HistoryRule::Full);
    let known = secrets(&log.fold, &seals, &person("ben"));
    assert_eq!(known.keys().copied().collect::<Vec<_>>(), [1, 2]);
    let mut found = titles(&log, records, &known);
    found.sort_by(|one, next| one.as_ref().ok().cmp(&next.as_ref().ok()));
    assert_eq!(found, [Ok("a task, 2".to_owned()), Ok("another, 1".to_owned())]);
}

#[test]
fn of_parts_that_say_something_twice_the_newest_counts() {
    let (log, seals, records) = group(HistoryRule::Full);
    let known = secrets(&log.fold, &seals, &person("ben"));
    let twice = records.iter().chain(&records).rev().cloned();
    let kept = newest(twice).unwrap();
    assert_eq!(kept.iter().filter(|record| record.kind() == 3).count(), 2);
    assert_eq!(kept.iter().filter(|record| record.kind() == 4).count(), 4);
    assert!(titles(&log, kept, &known).iter().all(Result::is_ok));
}

#[test]
fn whoever_came_later_or_has_another_key_opens_nothing_of_before() {
    let (log, seals, records) = group(HistoryRule::FromJoin);
    let known = secrets(&log.fold, &seals, &person("ben"));
    assert_eq!(known.keys().copied().collect::<Vec<_>>(), [2]);
    let found = titles(&log, records.clone(), &known);
    assert_eq!(found, [Ok("a task, 2".to_owned()), Err(ClosedField::NoKey)]);
    assert!(secrets(&log.fold, &seals, &person("eve")).is_empty());
    // A seal that holds another secret than the log promises counts as none.
    let bad = Seal::to(&log.pid, 2, &Log::secret(1), &person("ben").card(), &mut Same(4)).unwrap();
    assert!(secrets(&log.fold, [&bad], &person("ben")).is_empty());
    assert_eq!(secrets(&log.fold, [&bad, &seals[0]], &person("ben")).len(), 1);
    let wrong = Secrets::from([(1, Log::secret(2)), (2, Log::secret(1))]);
    let found = titles(&log, records, &wrong);
    assert!(found.iter().all(|title| *title == Err(ClosedField::Damaged(OpenError::Closed))), "{found:?}");
}
