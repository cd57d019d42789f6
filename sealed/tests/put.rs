//! What a server takes and refuses without a key, and what is printed of it.

use pursuance_sealed::check::{self, Newest, Way};
use pursuance_sealed::dump::{self, DumpError, Kind};
use pursuance_sealed::envelope::FieldName;
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::error::{DecodeError, RelayRefusal};
use pursuance_sealed::identity::SecretKeys;
use pursuance_sealed::ids::{Hash, Head, Iid, Pid, XKey};
use pursuance_sealed::invite::{SHOWN_SKEW_MS, ShownInvite};
use pursuance_sealed::limits::AHEAD_MOST;
use pursuance_sealed::log::{
    Author, Body, Delegate, DelegateRights, Entry, FoldError, HistoryRule, LogRole, Payload,
};
use pursuance_sealed::record::{Content, FieldRecord, Message, Record};
use pursuance_sealed::revision::{Rel, Revision};
use pursuance_sealed::secret::{EdSeed, RootKey};
use pursuance_sealed::sign::SigningKey;
use pursuance_sealed::{aead, identity};

use crate::more::{one_of_each, rekey, task, whole_bundle};
use crate::support::{Log, Same, bytes16, bytes32, invite, nonce, person, seed};

fn seals(log: &Log, epoch: u32) -> Vec<Seal> {
    let mut rng = Same(1);
    log.fold
        .members()
        .map(|(_, member)| Seal::to(&log.pid, epoch, &Log::secret(epoch), &member.card, &mut rng).unwrap())
        .collect()
}

fn group() -> Log {
    let ann = person("ann");
    let mut log = Log::new(&ann, HistoryRule::Full);
    log.add(&ann, LogRole::Moderator, &person("ben"));
    log.add(&ann, LogRole::Writer, &person("cem"));
    log.add(&ann, LogRole::Reader, &person("dia"));
    log
}

#[test]
fn a_batch_comes_with_the_seals_of_its_epoch() {
    let (ann, cem) = (person("ann"), person("cem"));
    let mut log = group();
    let before = log.fold.clone();
    log.say(&ann, Payload::Remove { iid: cem.iid() }).rotate(&ann);
    let entries = &log.entries[5..];
    let good = seals(&log, 2);
    let after = check::batch(&before, entries, &good).unwrap();
    assert_eq!((after.epoch(), after.members().count()), (2, 3));
    assert_eq!(after, log.fold);

    let refused = |entries: &[Entry], seals: &[Seal]| check::batch(&before, entries, seals).unwrap_err();
    assert_eq!(refused(entries, &good[1..]).refusal, RelayRefusal::SealsIncomplete);
    let double = [&good[..], &good[..1]].concat();
    assert_eq!(refused(entries, &double).refusal, RelayRefusal::SealsIncomplete);
    let mut to_stranger = good.clone();
    to_stranger.push(Seal::to(&log.pid, 2, &Log::secret(2), &cem.card(), &mut Same(2)).unwrap());
    assert_eq!(refused(entries, &to_stranger).refusal, RelayRefusal::DoesNotFold);
    let half = refused(&entries[..1], &[]);
    assert_eq!(half.broken.unwrap().error, FoldError::EpochMissing);
    assert_eq!((half.refusal, half.broken.unwrap().at), (RelayRefusal::DoesNotFold, 1));
    assert_eq!(check::batch(&log.fold, entries, &good).unwrap_err().refusal, RelayRefusal::StaleLog);
    assert_eq!(refused(&[], &[]).refusal, RelayRefusal::BadFields);
}

#[test]
fn a_seal_opens_for_its_member_alone() {
    let log = group();
    let ben = person("ben");
    let seal = Seal::to(&log.pid, 1, &Log::secret(1), &ben.card(), &mut Same(3)).unwrap();
    assert_eq!(Seal::decode(&seal.encode().unwrap()).unwrap(), seal);
    let epoch = log.fold.epoch_number(1).unwrap();
    assert!(seal.open(&log.pid, epoch, &ben.seal).unwrap() == Log::secret(1));
    assert!(seal.open(&log.pid, epoch, &person("cem").seal).is_err());
    // Another secret than the log promises: an alarm.
    let other = Seal::to(&log.pid, 1, &Log::secret(9), &ben.card(), &mut Same(3)).unwrap();
    assert!(other.open(&log.pid, epoch, &ben.seal).is_err());
    assert_eq!(check::seal(&log.fold, &seal, 2), Ok(()));
    assert_eq!(check::seal(&log.fold, &seal, 3), Err(RelayRefusal::EnoughSeals));
    let mut of_nothing = seal;
    of_nothing.epoch = 2;
    assert_eq!(check::seal(&log.fold, &of_nothing, 0), Err(RelayRefusal::DoesNotFold));
    let mut to_nobody = seal;
    to_nobody.to = Iid::ZERO;
    assert_eq!(check::seal(&log.fold, &to_nobody, 0), Err(RelayRefusal::DoesNotFold));
}

fn rel_of(fields: &[FieldRecord]) -> &Rel {
    fields
        .iter()
        .find_map(|field| match &field.content {
            Content::Rel(rel) => Some(rel),
            Content::Sealed(_) => None,
        })
        .unwrap()
}

/// The same revision, with something else in it, signed by `name`.
fn again(
    revision: &Revision,
    name: &str,
    change: impl FnOnce(&mut pursuance_sealed::revision::Body),
) -> Revision {
    let mut body = revision.body.clone();
    body.actor = person(name).iid();
    change(&mut body);
    Revision::sign(body, &person(name).signing_key()).unwrap()
}

#[test]
fn a_revision_is_the_next_one_of_its_author_with_what_it_changes() {
    let log = group();
    let put = Way::Put { poster: person("ann").iid() };
    let (first, fields) = task(&log, "a task", 1, None);
    let author = check::revision(&log.fold, &first, &fields, None, put).unwrap();
    assert!(matches!(author, Author::Member(member) if member.role == LogRole::Admin));
    let newest = Some(Newest { revision: &first, rel: rel_of(&fields) });
    let (second, changed) = task(&log, "a task", 2, Some(&first));
    check::revision(&log.fold, &second, &changed, newest, put).unwrap();

    let refused = |revision: &Revision, fields: &[FieldRecord], newest, way| {
        check::revision(&log.fold, revision, fields, newest, way).unwrap_err()
    };
    assert_eq!(refused(&second, &changed, None, put), RelayRefusal::StaleRevision);
    // Whoever follows it has seen no less of the log.
    let founded = Head { seq: 0, hash: log.entries[0].hash() };
    let earlier = again(&second, "ann", |body| body.head = founded);
    assert_eq!(refused(&earlier, &changed, newest, put), RelayRefusal::BadNumber);
    assert_eq!(refused(&earlier, &changed, newest, Way::GivenBack), RelayRefusal::BadNumber);
    assert_eq!(refused(&first, &fields, newest, put), RelayRefusal::StaleRevision);
    assert_eq!(refused(&first, &fields[..1], None, put), RelayRefusal::BadFields);
    assert_eq!(refused(&first, &changed, None, put), RelayRefusal::BadFields);
    let double = [&fields[..], &fields[..1]].concat();
    assert_eq!(refused(&first, &double, None, put), RelayRefusal::BadFields);
    let poster = person("cem").iid();
    assert_eq!(refused(&first, &fields, None, Way::Put { poster }), RelayRefusal::BadAuthor);
    check::revision(&log.fold, &first, &fields, None, Way::GivenBack).unwrap();
    let by_reader = again(&first, "dia", |_| ());
    let poster = person("dia").iid();
    assert_eq!(refused(&by_reader, &fields, None, Way::Put { poster }), RelayRefusal::BadAuthor);
    let by_stranger = again(&first, "eve", |_| ());
    let poster = person("eve").iid();
    assert_eq!(refused(&by_stranger, &fields, None, Way::Put { poster }), RelayRefusal::BadAuthor);
    let mut forged = first.as_bytes().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&Revision::decode(&forged).unwrap(), &fields, None, put), RelayRefusal::BadSignature);
    let later = again(&first, "ann", |body| body.epoch = 2);
    assert_eq!(refused(&later, &fields, None, put), RelayRefusal::BadEpoch);
    let later = again(&first, "ann", |body| body.generation = 1);
    assert_eq!(refused(&later, &fields, None, put), RelayRefusal::BadEpoch);
    let elsewhere = again(&first, "ann", |body| body.unit = pursuance_sealed::ids::UnitId::ZERO);
    assert_eq!(refused(&elsewhere, &fields, None, put), RelayRefusal::BadFields);
    let unknown = again(&first, "ann", |body| body.fields[1].name = FieldName::parse("tytle").unwrap());
    assert_eq!(refused(&unknown, &fields, None, put), RelayRefusal::BadFields);
}

#[test]
fn an_older_epoch_is_stale() {
    let ann = person("ann");
    let mut log = group();
    let (first, fields) = task(&log, "a task", 1, None);
    log.rotate(&ann);
    let put = Way::Put { poster: ann.iid() };
    let stale = check::revision(&log.fold, &first, &fields, None, put);
    assert_eq!(stale.err(), Some(RelayRefusal::StaleEpoch));
    check::revision(&log.fold, &first, &fields, None, Way::GivenBack).unwrap();
    // Whoever is gone is not named in what comes next.
    let (second, mut fields) = task(&log, "another task", 1, None);
    let rel = Rel { assignees: vec![person("eve").iid()], ..Rel::empty() };
    fields[0].content = Content::Rel(rel);
    let hash = fields[0].content.hash().unwrap();
    let second = again(&second, "ann", |body| body.fields[0].hash = hash);
    let refused = check::revision(&log.fold, &second, &fields, None, put);
    assert_eq!(refused.err(), Some(RelayRefusal::BadFields));
}

#[test]
fn what_is_given_back_may_be_further_ahead_and_brings_all_that_has_changed() {
    let log = group();
    let (first, fields) = task(&log, "a task", 1, None);
    let newest = Some(Newest { revision: &first, rel: rel_of(&fields) });
    let (third, of_third) = task(&log, "a task", 3, Some(&first));
    // A second revision that is not there any more changed the title, and the third one the relations.
    let (_, of_second) = task(&log, "a task", 2, Some(&first));
    let third = again(&third, "ann", |body| {
        body.prev = Hash::from_bytes(bytes32("the second one"));
        body.fields[1].rev = 2;
        body.fields[1].hash = of_second[1].content.hash().unwrap();
    });
    let brought = [of_third[0].clone(), of_second[1].clone()];
    let given = |revision: &Revision, fields: &[FieldRecord], newest| {
        check::revision(&log.fold, revision, fields, newest, Way::GivenBack).map(drop)
    };
    assert_eq!(given(&third, &brought, newest), Ok(()));
    assert_eq!(given(&third, &brought, None), Ok(()));
    assert_eq!(given(&third, &brought[..1], newest), Err(RelayRefusal::BadFields));
    let put = Way::Put { poster: person("ann").iid() };
    let put = check::revision(&log.fold, &third, &brought, newest, put).map(drop);
    assert_eq!(put, Err(RelayRefusal::StaleRevision));
    // Nothing goes back, nor behind what somebody has written since, nor so far that no number is left.
    let older = Some(Newest { revision: &third, rel: rel_of(&brought) });
    assert_eq!(given(&first, &fields, older), Err(RelayRefusal::StaleRevision));
    let before = again(&third, "ann", |body| body.time_ms -= 1);
    assert_eq!(given(&before, &brought, newest), Err(RelayRefusal::StaleRevision));
    let far = again(&third, "ann", |body| body.rev = AHEAD_MOST + 2);
    assert_eq!(given(&far, &brought, newest), Err(RelayRefusal::StaleRevision));
}

#[test]
fn a_delegate_proposes_and_no_more() {
    let ann = person("ann");
    let mut log = group();
    let (first, fields) = task(&log, "a task", 1, None);
    let key = SigningKey::from_seed(&EdSeed::from_bytes(bytes32("its writing key")));
    let terms = |propose| Delegate {
        id: pursuance_sealed::ids::DelegationId::from_bytes(bytes16("a delegation")),
        unit: first.body.unit,
        delegate: pursuance_sealed::ids::Pid::from_bytes(bytes32("the delegate")),
        epoch: 4,
        key: XKey::from_bytes(bytes32("its epoch key")),
        rights: DelegateRights::new(true, false, propose),
        write_key: Some(key.public()),
        card: Hash::from_bytes(bytes32("its card")),
    };
    let actor = identity::iid(&key.public(), &XKey::ZERO);
    let mut body = first.body.clone();
    body.actor = actor;
    let foreign = Revision::sign(body, &key).unwrap();
    let put = Way::Put { poster: ann.iid() };
    assert_eq!(check::revision(&log.fold, &foreign, &fields, None, put).err(), Some(RelayRefusal::BadAuthor));
    log.say(&ann, Payload::Delegate(terms(true)));
    let author = check::revision(&log.fold, &foreign, &fields, None, put).unwrap();
    assert!(matches!(author, Author::Delegate(_)));
    let units = vec![(first.body.unit, 1)];
    log.say(&ann, Payload::DelegateRevoke { id: terms(true).id, units });
    assert_eq!(check::revision(&log.fold, &foreign, &fields, None, put).err(), Some(RelayRefusal::BadAuthor));
}

#[test]
fn a_message_is_of_a_member_and_of_now() {
    let (log, records) = one_of_each();
    let message = records
        .iter()
        .find_map(|record| match record {
            Record::Message(message) => Some(message.clone()),
            _ => None,
        })
        .unwrap();
    let dia = person("dia").iid();
    assert_eq!(check::message(&log.fold, &message, &dia), Ok(()));
    assert_eq!(check::message(&log.fold, &message, &person("eve").iid()), Err(RelayRefusal::BadAuthor));
    let nothing = Message { sender_seq: 0, ..message.clone() };
    assert_eq!(check::message(&log.fold, &nothing, &dia), Err(RelayRefusal::BadNumber));
    let mut later = message;
    later.envelope.epoch = 2;
    assert_eq!(check::message(&log.fold, &later, &dia), Err(RelayRefusal::BadEpoch));
    assert_eq!(check::message_given_back(&log.fold, &later, &dia), Err(RelayRefusal::BadEpoch));
}

#[test]
fn a_message_is_given_back_under_the_key_of_its_time() {
    let (mut log, records) = one_of_each();
    let found = records.iter().find_map(|record| match record {
        Record::Message(message) => Some(message),
        _ => None,
    });
    let (message, dia) = (found.unwrap(), person("dia").iid());
    log.rotate(&person("ann"));
    assert_eq!(check::message(&log.fold, message, &dia), Err(RelayRefusal::StaleEpoch));
    assert_eq!(check::message_given_back(&log.fold, message, &dia), Ok(()));
    let by_stranger = check::message_given_back(&log.fold, message, &person("eve").iid());
    assert_eq!(by_stranger, Err(RelayRefusal::BadAuthor));
}

#[test]
fn clear_text_is_no_envelope() {
    assert_eq!(check::sealed(b"Buy milk"), Err(RelayRefusal::ClearTextRefused));
    assert_eq!(check::sealed(&[1, 1, 0]), Err(RelayRefusal::BadLength));
    assert_eq!(
        check::sealed(&[[1; 2].as_slice(), &[0; 8 + 24 + 16 + 33]].concat()),
        Err(RelayRefusal::BadPadding)
    );
    let long = [[1; 2].as_slice(), &[0; 8 + 24 + 16 + 64 * 1024]].concat();
    assert_eq!(check::sealed(&long), Err(RelayRefusal::TooLarge));
}

#[test]
fn padding_goes_in_steps() {
    for (data, padded) in [
        (0, 32),
        (28, 32),
        (29, 64),
        (61, 128),
        (508, 512),
        (509, 1024),
        (1020, 1024),
        (1021, 2048),
        (2045, 3072),
    ] {
        assert_eq!(aead::padded_len(data), padded);
        assert!(aead::is_padded_len(padded));
    }
    assert!([0, 16, 31, 33, 96, 768, 1056, 1500].iter().all(|length| !aead::is_padded_len(*length)));
}

#[test]
fn a_log_ends_at_its_greatest_number() {
    let ann = person("ann");
    let log = group();
    let kept = log.fold.to_bytes().unwrap();
    // The kept fold says where it stands after its version and id.
    let mut last = kept.clone();
    last[34..42].copy_from_slice(&19_999_u64.to_be_bytes());
    let mut fold = pursuance_sealed::log::Fold::from_bytes(&last).unwrap();
    let head = fold.head().unwrap();
    let payload = Payload::Checkpoint { objects: 0, root: Hash::ZERO };
    let body = Body { pid: log.pid, seq: 20_000, prev: head.hash, time_ms: 0, actor: ann.iid(), payload };
    let entry = Entry::sign(body, &ann.signing_key()).unwrap();
    assert_eq!(fold.apply(&entry), Err(FoldError::TooMany));
}

#[test]
fn what_a_fold_answers() {
    let (ann, ben, cem, eve) = (person("ann"), person("ben"), person("cem"), person("eve"));
    let mut log = group();
    log.say(&ben, invite(&seed("open"), LogRole::Writer, 1));
    assert_eq!(log.fold.open_invites().count(), 1);
    let join = seed("open").join(&log.pid, eve.card());
    log.say(&eve, join);
    assert!(!log.fold.invite(&seed("open").id()).unwrap().has_room());
    assert_eq!(log.fold.role(&eve.iid()), Some(LogRole::Writer));
    assert!(!log.fold.may_rotate(&cem.iid()) && log.fold.may_rotate(&ann.iid()));
    log.say(&eve, Payload::Leave);
    assert!(log.fold.is_rotation_pending() && log.fold.may_rotate(&cem.iid()));
    assert!(!log.fold.may_rotate(&person("dia").iid()));
    assert_eq!(log.fold.open_invites().count(), 0);
    log.rotate(&cem);
    assert!(!log.fold.is_rotation_pending());
    assert_eq!(log.fold.epochs().len(), 2);
}

#[test]
fn refusals_have_stable_names() {
    let names: Vec<_> = RelayRefusal::ALL.iter().map(|refusal| refusal.reason()).collect();
    assert_eq!(
        names.join(" "),
        "bad-signature bad-author bad-epoch bad-padding bad-length bad-number bad-fields does-not-fold \
         seals-incomplete too-many too-large signature-needed clear-text-refused stale-log stale-revision \
         stale-epoch enough-seals"
    );
    assert_eq!(RelayRefusal::ALL.iter().filter(|refusal| refusal.is_stale()).count(), 4);
}

// --- dump -----------------------------------------------------------------------------------------------

#[test]
fn records_are_printed_and_checked() {
    let (log, records) = one_of_each();
    let file: Vec<u8> = records.iter().flat_map(|record| record.encode().unwrap()).collect();
    let page = dump::dump(Kind::Records, &file).unwrap();
    for said in
        ["record 1: log entry", "GENESIS", "holds, and the log folds", "record 3: epoch card", "field title"]
    {
        assert!(page.contains(said), "{said}:\n{page}");
    }
    assert!(page.contains(&log.pid.to_string()));

    let mut broken: Vec<Record> = log.entries.iter().cloned().map(Record::Entry).collect();
    broken.remove(1);
    let file: Vec<u8> = broken.iter().flat_map(|record| record.encode().unwrap()).collect();
    let error = dump::dump(Kind::Records, &file).unwrap_err();
    assert_eq!(error, DumpError::Fold { record: 2, error: FoldError::Seq });
    assert_eq!(error.reason(), "seq");
    let cut = &file[..file.len() - 1];
    assert!(matches!(dump::dump(Kind::Records, cut), Err(DumpError::Fold { .. } | DumpError::Record { .. })));

    let whole = whole_bundle();
    assert!(dump::dump(Kind::Records, &whole).unwrap().starts_with("bundle\n"));
    let mut changed = whole;
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(dump::dump(Kind::Records, &changed).unwrap_err().reason(), "file-hash");
}

#[test]
fn one_object_is_printed() {
    let ann = person("ann");
    let card = ann.card().encode();
    let page = dump::dump(Kind::Card, &card).unwrap();
    assert!(page.contains(&ann.iid().to_string()) && page.contains("1700000000000"), "{page}");
    let mut forged = card.clone();
    forged[72] ^= 1;
    assert_eq!(dump::dump(Kind::Card, &forged).unwrap_err().reason(), "bad-signature");
    let long = [card.as_slice(), &[0]].concat();
    assert_eq!(dump::dump(Kind::Card, &long), Err(DumpError::Decode(DecodeError::Trailing)));

    let root = pursuance_sealed::secret::RootKey::from_bytes(bytes32("root"));
    let idbox = ann.seal(&root, nonce("idbox")).unwrap();
    assert!(dump::dump(Kind::IdBox, &idbox).unwrap().contains("sealed bytes      73"));
    let rel = Rel { due_week: 2900, ..Rel::empty() }.encode().unwrap();
    assert!(dump::dump(Kind::Rel, &rel).unwrap().contains("due (week)        2900"));
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        assert!(kind == Kind::Records || dump::dump(kind, &[]).is_err());
    }
}

#[test]
fn an_invitation_is_shown_for_five_minutes() {
    let (log, open) = (group(), seed("open"));
    let (key, now) = (open.signing_key().public(), 1_800_000_000_000);
    let shown = ShownInvite::decode(&open.show(&log.pid, now).encode().unwrap()).unwrap();
    assert_eq!((shown, shown.invite), (open.show(&log.pid, now), open.id()));
    for (at, holds) in
        [(now - SHOWN_SKEW_MS, true), (now + SHOWN_SKEW_MS, true), (now + SHOWN_SKEW_MS + 1, false)]
    {
        assert_eq!(shown.verify(&log.pid, &key, at).is_ok(), holds, "{at}");
    }
    let other = seed("other");
    assert!(shown.verify(&log.pid, &other.signing_key().public(), now).is_err());
    assert!(shown.verify(&Pid::ZERO, &key, now).is_err());
    assert!(ShownInvite { time_ms: now + 1, ..shown }.verify(&log.pid, &key, now).is_err());
}

#[test]
fn an_identity_is_found_again_under_the_keys_that_replaced_it() {
    let (ann, ben, cem, dia) = (person("ann"), person("ben"), person("cem"), person("dia"));
    let mut log = Log::new(&ann, HistoryRule::Full);
    log.add(&ann, LogRole::Writer, &ben);
    for (old, new) in [(&ben, &cem), (&cem, &dia)] {
        let payload = rekey(&log.pid, old, new);
        log.say(old, payload).rotate(new);
    }
    let formers = |log: &Log, keys: &SecretKeys| {
        let mut found = log.fold.formers(&keys.iid());
        found.sort_unstable();
        found
    };
    let mut former = vec![ben.iid(), cem.iid()];
    former.sort_unstable();
    assert_eq!((log.fold.heir(&ben.iid()), log.fold.heir(&ann.iid())), (dia.iid(), ann.iid()));
    assert_eq!((formers(&log, &dia), formers(&log, &cem)), (former, Vec::new()));
    // The first keys again: they are somebody's own, and no way leads in a circle.
    let payload = rekey(&log.pid, &dia, &ben);
    log.say(&dia, payload).rotate(&ben);
    assert_eq!((log.fold.heir(&ben.iid()), log.fold.heir(&cem.iid())), (ben.iid(), ben.iid()));
    assert!(formers(&log, &ben).len() == 2 && log.fold.role(&ben.iid()) == Some(LogRole::Writer));
}

#[test]
fn the_root_key_of_replaced_keys_opens_under_the_next_one_alone() {
    let keys = person("ann");
    let (former, root) = (RootKey::from_bytes([1; 32]), RootKey::from_bytes([2; 32]));
    let sealed =
        identity::seal_former(&former, &keys.iid(), &root, aead::Nonce::from_bytes([3; 24])).unwrap();
    // The same bytes in `sealed/js/test/known.test.js`.
    let known =
        identity::seal_former(&former, &Iid::from_bytes([4; 32]), &root, aead::Nonce::from_bytes([3; 24]));
    assert_eq!(
        hex::encode(known.unwrap()),
        "01010303030303030303030303030303030303030303030303035c08205e3c523b86813286cf358e79f89870d2338f8ff1134fa8a10268d92555af68b15592f1f3c0222c68e255b17982"
    );
    assert!(identity::open_former(&sealed, &keys.iid(), &root).is_ok_and(|opened| opened == former));
    assert!(identity::open_former(&sealed, &person("ben").iid(), &root).is_err());
    assert!(identity::open_former(&sealed, &keys.iid(), &former).is_err());
    assert!(identity::check_rootbox(&sealed[1..]).is_err());
}
