//! Questions to mentors.

use pursuance::store::db::Db;
use pursuance::store::error::StoreError;
use pursuance::store::mentors::{self, Mentor};
use pursuance::store::pairing;
use pursuance_domain::id::MentorId;
use pursuance_domain::pairing::{MentorState, Subject};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Skill};

use crate::support::rows::{a_person, a_pursuance, a_task, id};

crate::store::on_both!(a_question_that_is_over_stays_beside_a_new_one_and_counts);

async fn a_question_that_is_over_stays_beside_a_new_one_and_counts(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ana) = (a_pursuance(&mut tx, "bees").await, a_person(&mut tx, "ana").await);
    let task = a_task(&mut tx, &bees, None, "Count", Size::M).await;
    let question = |at: i64| Mentor {
        id: MentorId(id()),
        task: task.id.clone(),
        pursuance: bees.id.clone(),
        person: ana.clone(),
        subject: Subject::Skill(Skill::parse("Language:French").unwrap()),
        state: MentorState::Asked,
        at: Time(at),
        learner: None,
    };
    let first = question(10);
    mentors::add(&mut tx, &first).await.unwrap();
    mentors::answer(&mut tx, &first.id, MentorState::Over, Time(11)).await.unwrap();
    let second = question(20);
    mentors::add(&mut tx, &second).await.unwrap();
    let asked = pairing::asked_to_accompany(&mut tx, std::slice::from_ref(&ana), Time(5)).await.unwrap();
    assert_eq!(asked[&ana], 2);
    // Each stands there once, by the last question.
    let listed = mentors::of_task(&mut tx, &task.id, 9).await.unwrap();
    assert_eq!(listed, [second]);
    // While one waits, there is no other.
    let refused = mentors::add(&mut tx, &question(30)).await;
    assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
}
