use proptest::prelude::*;

use super::*;
use crate::time::{HOUR, MINUTE};
use crate::value::Skill;

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn quiet(from: &str, until: &str) -> QuietHours {
    QuietHours { from: ClockTime::parse(from).unwrap(), until: ClockTime::parse(until).unwrap() }
}

#[test]
fn quiet_hours_go_over_midnight_by_the_clocks_of_the_person() {
    let night = quiet("22:00", "07:00");
    let ends = |zone, now| quiet_until(night, zone, at(now));
    assert_eq!(ends(Tz::UTC, "2026-11-20T21:59:59Z"), None);
    assert_eq!(ends(Tz::UTC, "2026-11-20T22:00:00Z"), Some(at("2026-11-21T07:00:00Z")));
    assert_eq!(ends(Tz::UTC, "2026-11-21T06:59:00Z"), Some(at("2026-11-21T07:00:00Z")));
    assert_eq!(ends(Tz::UTC, "2026-11-21T07:00:00Z"), None);
    assert_eq!(ends(Tz::Asia__Tokyo, "2026-11-20T15:00:00Z"), Some(at("2026-11-20T22:00:00Z")));
    assert_eq!(ends(Tz::America__New_York, "2026-11-20T15:00:00Z"), None);
    let noon = quiet("12:00", "14:00");
    assert_eq!(quiet_until(noon, Tz::UTC, at("2026-11-20T13:00:00Z")), Some(at("2026-11-20T14:00:00Z")));
    assert_eq!(quiet_until(noon, Tz::UTC, at("2026-11-20T23:00:00Z")), None);
}

#[test]
fn a_night_in_which_the_clocks_change_ends_when_they_show_its_end() {
    let warsaw = Tz::Europe__Warsaw;
    let night = quiet("22:00", "07:00");
    let spring = quiet_until(night, warsaw, at("2026-03-28T22:00:00Z"));
    assert_eq!(spring, Some(at("2026-03-29T05:00:00Z")), "an hour shorter");
    let autumn = quiet_until(night, warsaw, at("2026-10-24T21:00:00Z"));
    assert_eq!(autumn, Some(at("2026-10-25T06:00:00Z")), "an hour longer");
    // 02:30 is left out in spring, and comes twice in autumn.
    let short = quiet("22:00", "02:30");
    assert_eq!(quiet_until(short, warsaw, at("2026-03-29T00:30:00Z")), Some(at("2026-03-29T01:00:00Z")));
    assert_eq!(quiet_until(short, warsaw, at("2026-10-25T00:10:00Z")), Some(at("2026-10-25T00:30:00Z")));
    assert_eq!(quiet_until(short, warsaw, at("2026-10-25T01:10:00Z")), Some(at("2026-10-25T01:30:00Z")));
}

#[test]
fn somebody_is_away_from_the_first_moment_to_the_last() {
    let away = Away { from: Time(10), until: Time(20), tasks: AwayTasks::Keep };
    let moments = [9, 10, 19, 20].map(|now| is_away(away, Time(now)));
    assert_eq!(moments, [false, true, true, false]);
}

#[test]
fn nobody_is_away_in_the_past_or_for_years() {
    let now = at("2026-11-20T09:00:00Z");
    let may = |from, until| may_be_away(Away { from, until, tasks: AwayTasks::Keep }, now);
    assert_eq!(may(now, now.plus(HOUR)), Ok(()));
    assert_eq!(may(now.plus(-DAY), now.plus(AWAY_MAX - DAY)), Ok(()), "it has begun");
    assert_eq!(may(now.plus(-DAY), now), Err(AwayRefusal::Over));
    assert_eq!(may(now.plus(DAY), now.plus(DAY)), Err(AwayRefusal::Over));
    assert_eq!(may(now, now.plus(AWAY_MAX + 1)), Err(AwayRefusal::TooLong));
    assert_eq!(may(now.plus(2 * AWAY_MAX), now.plus(2 * AWAY_MAX + DAY)), Err(AwayRefusal::TooLong));
}

#[test]
fn numbers_have_their_bounds_and_defaults() {
    assert_eq!(OffersAWeek::parse(" 20 ").map(OffersAWeek::get), Ok(20));
    assert_eq!(OffersAWeek::new(0).map(OffersAWeek::get), Ok(0));
    for wrong in ["21", "-1", "", "seven", "256"] {
        let refused = ValueRefusal::NotBetween { what: "the number of questions", least: 0, most: 20 };
        assert_eq!(OffersAWeek::parse(wrong), Err(refused), "{wrong:?}");
    }
    assert!(InProgress::new(0).is_err() && HoursAWeek::new(81).is_err());
    assert!(serde_json::from_str::<InProgress>("21").is_err());
    let limits = Limits::default();
    assert_eq!((limits.in_progress.get(), limits.offers_a_week.get()), (3, 7));
}

/// Zones whose clocks change by an hour, by half an hour, at midnight, and never; and one that left out a day.
const ZONES: [Tz; 7] = [
    Tz::UTC,
    Tz::Europe__Warsaw,
    Tz::America__Santiago,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kathmandu,
    Tz::America__New_York,
    Tz::Pacific__Apia,
];

proptest! {
    #[test]
    fn quiet_hours_end_at_the_first_minute_that_is_not_quiet(
        zone in proptest::sample::select(&ZONES[..]), from in 0_u16..1440, until in 0_u16..1440,
        // Six days around the changes of 2026 and around the day that Apia left out, and any moment of twenty years.
        base in proptest::sample::select(&[1_774_569_600_i64, 1_792_713_600, 1_775_174_400, 1_788_566_400, 1_325_116_800][..]),
        within in 0_i64..6 * 24 * 3600, years in 0_i64..20,
    ) {
        let hours =
            QuietHours { from: ClockTime::of_minute(from).unwrap(), until: ClockTime::of_minute(until).unwrap() };
        let now = Time((base + within + years * 365 * 86_400) * 1_000_000);
        match quiet_until(hours, zone, now) {
            None => prop_assert!(!hours.are_at(zone, now)),
            Some(end) => {
                prop_assert!(hours.is_sound() && hours.are_at(zone, now));
                prop_assert!(end > now && !hours.are_at(zone, end), "it ends at {}", end.rfc3339());
                prop_assert!(hours.are_at(zone, end.plus(-1)), "it lasts until {}", end.rfc3339());
                // Nearly all hours are quiet, and the others are left out on one day.
                prop_assert!(end.0 - now.0 <= 49 * HOUR);
                let same = quiet_until(hours, zone, end.plus(-MINUTE).max(now));
                prop_assert_eq!(same, Some(end));
            }
        }
        prop_assert!(first_awake(Some(hours), zone, now) >= now);
    }

    #[test]
    fn without_a_change_of_the_clocks_every_minute_until_the_end_is_quiet(
        from in 0_u16..1440, until in 0_u16..1440, now in 0_i64..3 * 86_400, share in 0_i64..1000,
    ) {
        let hours =
            QuietHours { from: ClockTime::of_minute(from).unwrap(), until: ClockTime::of_minute(until).unwrap() };
        let now = at("2026-06-01T00:00:00Z").plus(now * 1_000_000);
        if let Some(end) = quiet_until(hours, Tz::Asia__Kathmandu, now) {
            let between = now.plus((end.0 - now.0) / 1000 * share);
            prop_assert!(quiet_until(hours, Tz::Asia__Kathmandu, between) == Some(end));
        }
    }
}

#[test]
fn a_list_has_each_thing_once_and_at_most_a_hundred() {
    let read = |text: &str| Few::parse(text, Skill::parse);
    let two = read("Data:Maps, data:maps\n Field:Counting;").unwrap();
    assert_eq!(two.iter().map(Skill::as_str).collect::<Vec<_>>(), ["Data:Maps", "Field:Counting"]);
    assert_eq!(read("maps"), Err(ValueRefusal::SkillForm));
    let many = |count: usize| (0..count).map(|n| format!("A:{n}")).collect::<Vec<_>>().join(",");
    assert!(read(&many(FEW)).is_ok());
    assert_eq!(read(&many(FEW + 1)), Err(ValueRefusal::TooMany { what: "entries", max: FEW }));
}
