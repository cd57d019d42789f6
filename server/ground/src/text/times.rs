//! How times are told to somebody: by the clocks of which zone, in which hours, in weeks from which day. A person chooses, or else the
//! region that their browser names decides, or else the region in which most people speak the language they like best.

use chrono_tz::Tz;
use pursuance_domain::value::{HourClock, WeekStart};

/// How times are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Times {
    pub zone: Tz,
    pub clock: HourClock,
    pub first_day: WeekStart,
}

/// The regions with a clock of twelve hours (CLDR 48, `supplementalData.xml`, `timeData`: `h` is preferred). Elsewhere, and in the whole
/// world (001), hours are told from 0 to 23.
const TWELVE: &[&str] = &[
    "AE", "AG", "AL", "AR", "AS", "AU", "BB", "BD", "BH", "BM", "BN", "BO", "BS", "BT", "CA", "CL", "CO",
    "CR", "CU", "CY", "DJ", "DM", "DO", "DZ", "EC", "EG", "EH", "ER", "ET", "FJ", "FM", "GD", "GH", "GM",
    "GR", "GT", "GU", "GY", "HK", "HN", "IN", "IQ", "JM", "JO", "KH", "KI", "KN", "KP", "KR", "KW", "KY",
    "LB", "LC", "LR", "LS", "LY", "MH", "MO", "MP", "MR", "MW", "MX", "MY", "NA", "NI", "NZ", "OM", "PA",
    "PE", "PG", "PH", "PK", "PR", "PS", "PW", "PY", "QA", "SA", "SB", "SD", "SG", "SL", "SO", "SS", "SV",
    "SY", "SZ", "TC", "TD", "TN", "TO", "TT", "TW", "UM", "US", "UY", "VC", "VE", "VG", "VI", "VU", "WS",
    "YE", "ZM",
];

/// The regions whose week begins on Sunday (the same file, `weekData`). Elsewhere, and in the whole world, it begins on Monday.
const SUNDAY: &[&str] = &[
    "AG", "AS", "BD", "BR", "BS", "BT", "BW", "BZ", "CA", "CO", "DM", "DO", "ET", "GT", "GU", "HK", "HN",
    "ID", "IL", "IN", "IS", "JM", "JP", "KE", "KH", "KR", "LA", "MH", "MM", "MO", "MT", "MX", "MZ", "NI",
    "NP", "PA", "PE", "PH", "PK", "PR", "PT", "PY", "SA", "SG", "SV", "TH", "TT", "TW", "UM", "US", "VE",
    "VI", "WS", "YE", "ZA", "ZW",
];

/// The region whose week begins on Friday: the Maldives.
const FRIDAY: &[&str] = &["MV"];

/// The regions whose week begins on Saturday.
const SATURDAY: &[&str] =
    &["AF", "BH", "DJ", "DZ", "EG", "IQ", "IR", "JO", "KW", "LY", "OM", "QA", "SD", "SY"];

/// Where most of those live who speak a language (CLDR 48, `likelySubtags.xml`), for the languages that browsers are made in. English is
/// not among them: it is read everywhere, and says nothing of where somebody is.
const LIKELY: &[(&str, &str)] = &[
    ("af", "ZA"),
    ("am", "ET"),
    ("ar", "EG"),
    ("az", "AZ"),
    ("be", "BY"),
    ("bg", "BG"),
    ("bn", "BD"),
    ("bs", "BA"),
    ("ca", "ES"),
    ("cs", "CZ"),
    ("cy", "GB"),
    ("da", "DK"),
    ("de", "DE"),
    ("el", "GR"),
    ("es", "ES"),
    ("et", "EE"),
    ("eu", "ES"),
    ("fa", "IR"),
    ("fi", "FI"),
    ("fil", "PH"),
    ("fr", "FR"),
    ("ga", "IE"),
    ("gl", "ES"),
    ("gu", "IN"),
    ("he", "IL"),
    ("hi", "IN"),
    ("hr", "HR"),
    ("hu", "HU"),
    ("hy", "AM"),
    ("id", "ID"),
    ("is", "IS"),
    ("it", "IT"),
    ("ja", "JP"),
    ("ka", "GE"),
    ("kk", "KZ"),
    ("km", "KH"),
    ("kn", "IN"),
    ("ko", "KR"),
    ("lo", "LA"),
    ("lt", "LT"),
    ("lv", "LV"),
    ("mk", "MK"),
    ("ml", "IN"),
    ("mn", "MN"),
    ("mr", "IN"),
    ("ms", "MY"),
    ("my", "MM"),
    ("nb", "NO"),
    ("ne", "NP"),
    ("nl", "NL"),
    ("nn", "NO"),
    ("no", "NO"),
    ("pa", "IN"),
    ("pl", "PL"),
    ("pt", "BR"),
    ("ro", "RO"),
    ("ru", "RU"),
    ("si", "LK"),
    ("sk", "SK"),
    ("sl", "SI"),
    ("sq", "AL"),
    ("sr", "RS"),
    ("sv", "SE"),
    ("sw", "TZ"),
    ("ta", "IN"),
    ("te", "IN"),
    ("th", "TH"),
    ("tr", "TR"),
    ("uk", "UA"),
    ("ur", "PK"),
    ("uz", "UZ"),
    ("vi", "VN"),
    ("zh", "CN"),
    ("zu", "ZA"),
];

impl Times {
    /// The times of a region, by its code (ISO 3166); for a region without a line of its own, the times of the world.
    pub fn of_region(region: &str) -> Self {
        let region = region.to_ascii_uppercase();
        let is_among = |regions: &[&str]| regions.binary_search(&region.as_str()).is_ok();
        Self {
            zone: Tz::UTC,
            clock: if is_among(TWELVE) { HourClock::Twelve } else { HourClock::TwentyFour },
            first_day: if is_among(SUNDAY) {
                WeekStart::Sunday
            } else if is_among(FRIDAY) {
                WeekStart::Friday
            } else if is_among(SATURDAY) {
                WeekStart::Saturday
            } else {
                WeekStart::Monday
            },
        }
    }
}

/// The region that a tag of a language names (BCP 47): `US` in `en-US`, `CN` in `zh-Hans-CN`.
pub(super) fn region_of(tag: &str) -> Option<&str> {
    // Behind a single letter follow extensions.
    let mut parts = tag.split('-').skip(1).take_while(|part| part.len() > 1);
    parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The language of a tag, without its region: `de` in `de-AT`.
fn language_of(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// The region in which most people speak the language of a tag.
fn likely_region(tag: &str) -> Option<&'static str> {
    let language = language_of(tag).to_ascii_lowercase();
    let at = LIKELY.binary_search_by_key(&language.as_str(), |(known, _)| known).ok()?;
    LIKELY.get(at).map(|(_, region)| *region)
}

/// The region of the first of these languages, best first, for which a region is known. It is named beside the language, if only further
/// down (`fr, fr-CA`), or else it is where most people speak it.
pub(super) fn region_among<'a>(liked: &[&'a str]) -> Option<&'a str> {
    let named = |tag: &str| {
        let mut alike =
            liked.iter().filter(|other| language_of(other).eq_ignore_ascii_case(language_of(tag)));
        alike.find_map(|other| region_of(other))
    };
    liked.iter().find_map(|tag| named(tag).or_else(|| likely_region(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_its_clock_and_its_week() {
        use HourClock::{Twelve, TwentyFour};
        use WeekStart::{Friday, Monday, Saturday, Sunday};
        for (region, clock, first_day) in [
            ("US", Twelve, Sunday),
            ("ca", Twelve, Sunday),
            ("AU", Twelve, Monday),
            ("IN", Twelve, Sunday),
            ("GB", TwentyFour, Monday),
            ("DE", TwentyFour, Monday),
            ("PT", TwentyFour, Sunday),
            ("IL", TwentyFour, Sunday),
            ("IR", TwentyFour, Saturday),
            ("EG", Twelve, Saturday),
            ("mv", TwentyFour, Friday),
            ("001", TwentyFour, Monday),
            ("ZZ", TwentyFour, Monday),
        ] {
            let times = Times::of_region(region);
            assert_eq!((times.clock, times.first_day), (clock, first_day), "{region}");
        }
    }

    #[test]
    fn the_lists_are_in_order_so_that_everything_in_them_is_found() {
        for list in [TWELVE, SUNDAY, FRIDAY, SATURDAY] {
            assert!(list.is_sorted());
        }
        assert!(LIKELY.is_sorted_by(|(before, _), (after, _)| before < after));
        let mut begun = [SUNDAY, FRIDAY, SATURDAY].concat();
        begun.sort_unstable();
        assert!(begun.is_sorted_by(|before, after| before < after), "each has one first day: {begun:?}");
    }

    #[test]
    fn a_tag_names_its_region_behind_the_script_and_before_extensions() {
        for (tag, region) in [
            ("en-US", Some("US")),
            ("zh-Hans-CN", Some("CN")),
            ("de", None),
            ("de-1996", None),
            ("en-u-hc-h12", None),
            ("en-x-us", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(region_of(tag), region, "{tag}");
        }
    }
}
