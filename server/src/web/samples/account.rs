//! Samples of the pages of one person: landing, joining, signing in, home, account, profile, and errors.

use http::StatusCode;
use pursuance_domain::delegation::state::{Cut, Side, State};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::free::Reason;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::{AwayTasks, Door, Size, TokenScope, Visibility};

use super::task::row;
use super::*;
use crate::store::outline::query::Limits;
use crate::web::account::account_request::{AskForm, AskPage, RequestedPage, Standing};
use crate::web::account::display::DisplayForm;
use crate::web::account::edit::ProfileForm;
use crate::web::account::join::{JoinForm, JoinPage};
use crate::web::account::me::{AccountPage, PassphraseForm, SessionRow, TokenForm, TokenRow};
use crate::web::account::profile::{ProfilePage, TheirTask, TheirTasks};
use crate::web::account::reset::ResetPage;
use crate::web::account::server::ServerForm;
use crate::web::account::setup::SetupPage;
use crate::web::account::signin::{SigninForm, SigninPage};
use crate::web::account::work::{
    AwayForm, Gone, LeveledTag, LimitsForm, NewSkill, PursuanceChoice, SkillsForm, WorkPage,
};
use crate::web::cards::rows::TaskRow;
use crate::web::delegation::between::Between;
use crate::web::delegation::row::DelegationRow;
use crate::web::frame::layout::{Flash, Theme, Tone};
use crate::web::frame::links;
use crate::web::frame::view::{Field, Party, PursuanceCard, can_help, free_key, size_key};
use crate::web::home::landing::{LandingPage, More, WantedTask};
use crate::web::home::next::{NextThing, Why};
use crate::web::home::page::{Group, GroupKind, HomePage, PartOfDay, Requested, SavedHere, SavedTask};
use crate::web::request::carried::{Carried, CarriedPage, Lost};
use crate::web::request::errors::{ErrorPage, Fault};
use crate::web::request::form::Fields;
use crate::web::task::conflict::Theirs;

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    front(pages);
    home_pages(pages);
    own(pages);
    faults(pages);
}

pub fn card(name: &str, mission: &str, members: i64, to_pick_up: i64) -> PursuanceCard {
    PursuanceCard {
        party: Party::group(name).linked(links::pursuance("river-watch")),
        mission: mission.to_owned(),
        members,
        to_pick_up,
        skills: vec![skill("Language:Polish"), skill("Design:Illustration")],
        visibility: Visibility::Public,
    }
}

pub fn cards() -> Vec<PursuanceCard> {
    vec![
        card(
            "River Watch",
            "Samples the River Aven every month, publishes what it finds, and pushes to get the sewage permit reviewed.",
            23,
            5,
        ),
        card(
            "Open Records Desk",
            "Asks public bodies for documents and reads what comes back, for anyone who needs it.",
            11,
            8,
        ),
        PursuanceCard {
            visibility: Visibility::Members,
            skills: Vec::new(),
            ..card("Harbour Tenants", "", 1, 0)
        },
    ]
}

fn group(kind: GroupKind, more: More, things: Vec<NextThing>) -> Group {
    Group { kind, things, more }
}

fn front(pages: &mut Vec<(&'static str, String)>) {
    let wanted = |task: TaskRow| WantedTask {
        take: Some(links::task_take("river-watch", task.number)),
        task,
        pursuance: "River Watch".to_owned(),
        size: size_key(Size::S),
        why: free_key(Reason::Small),
    };
    let landing = LandingPage {
        l: signed_out(),
        wanted: vec![
            wanted(TaskRow {
                skills: vec![skill("Language:Polish")],
                ..row(185, "Translate the summary into Polish", Phase::HelpWanted, None)
            }),
            wanted(TaskRow { due: None, ..row(121, "Restock sample bottles", Phase::HelpWanted, None) }),
        ],
        more: More { n: 57, is_many: true },
        pursuances: cards(),
        pursuances_total: 12,
        about: "Work for the river and the people beside it.".to_owned(),
        run_by: "the allotment society".to_owned(),
        accounts: 214,
        peers: 9,
    };
    page(pages, "landing", &landing);
    let mut fresh = landing;
    fresh.wanted.clear();
    fresh.more = More::default();
    fresh.pursuances.clear();
    (fresh.pursuances_total, fresh.accounts, fresh.peers) = (0, 1, 0);
    fresh.l.door = Door::Nobody;
    page(pages, "landing-fresh", &fresh);

    let form = || JoinForm::default();
    page(
        pages,
        "join",
        &JoinPage {
            l: signed_out(),
            form: form(),
            next: "/p/river-watch/t/184/take".to_owned(),
            task: Some("Draw the river map with readings".to_owned()),
            problem: String::new(),
        },
    );
    let refused = JoinForm {
        name: Field::of("Mara!").refused(super::words().s("refusal-name-form")),
        passphrase: Field::default()
            .refused("This is one of the first that would be guessed. Add two more words."),
        passphrase_again: Field::default().refused("This is not the same as above."),
        is_emptied: true,
    };
    page(
        pages,
        "join-refused",
        &JoinPage { l: signed_out(), form: refused, next: String::new(), task: None, problem: String::new() },
    );
    let mut closed = signed_out();
    closed.door = Door::Nobody;
    page(
        pages,
        "join-closed",
        &JoinPage { l: closed, form: form(), next: String::new(), task: None, problem: String::new() },
    );

    requests(pages);

    let signin = |name: &str, problem: &str| SigninPage {
        l: signed_out(),
        form: SigninForm { name: Field::of(name), passphrase: Field::default() },
        next: if name.is_empty() { String::new() } else { "/p/river-watch/t/184/take".to_owned() },
        task: (!name.is_empty()).then(|| "Draw the river map with readings".to_owned()),
        problem: problem.to_owned(),
    };
    page(pages, "signin", &signin("", ""));
    page(
        pages,
        "signin-refused",
        &signin(
            "mara",
            "The name or the passphrase is not right. Check both for a missing word or a spelling mistake.",
        ),
    );

    let reset = |account: Option<&str>| ResetPage {
        l: signed_out(),
        code: "0f3c5a7b9d1e2f40516273849a5bc6d7".to_owned(),
        account: account.map(ToOwned::to_owned),
        form: form(),
        problem: String::new(),
    };
    page(pages, "reset", &reset(Some("ruth")));
    page(pages, "reset-over", &reset(None));
    let setup = |is_valid| SetupPage {
        l: signed_out(),
        code: "k7m2".to_owned(),
        is_valid,
        form: form(),
        server: ServerForm { door: Door::Invited, ..ServerForm::default() },
        problem: String::new(),
    };
    page(pages, "setup", &setup(true));
    page(pages, "setup-used", &setup(false));
}

/// Asking for an account, and the page with the answer.
fn requests(pages: &mut Vec<(&'static str, String)>) {
    let by_request = || Layout { door: Door::Request, ..signed_out() };
    let code = || "0f3c5a7b9d1e2f40516273849a5bc6d7".to_owned();
    let ask = |form, problem: &str| AskPage {
        l: by_request(),
        form,
        key: code(),
        next: "/p/river-watch/t/184/take".to_owned(),
        task: Some("Draw the river map with readings".to_owned()),
        problem: problem.to_owned(),
    };
    page(pages, "account-ask", &ask(AskForm::default(), ""));
    let refused = AskForm {
        name: Field::of("ruth").refused("The name “ruth” is in use here."),
        words: Field::of("").refused(super::words().s("refusal-empty")),
    };
    page(pages, "account-ask-refused", &ask(refused, ""));
    let full = AskForm { name: Field::of("ruth"), words: Field::of("I draw maps.\nAnd I know the river.") };
    page(pages, "account-ask-full", &ask(full, "200 people wait here for an account, as many as may."));

    let requested = |standing, form: JoinForm| RequestedPage {
        l: by_request(),
        code: code(),
        address: format!("https://commons.example/join/{}?next=%2Fp%2Friver-watch%2Ft%2F184%2Ftake", code()),
        next: "/p/river-watch/t/184/take".to_owned(),
        task: Some("Draw the river map with readings".to_owned()),
        standing,
        form,
        problem: String::new(),
    };
    let (name, until) = (|| "ruth".to_owned(), || day("2027-02-18"));
    let waiting = |is_taken| {
        let asked = moment("2026-11-20T07:20:00Z");
        requested(Standing::Waiting { name: name(), asked, until: until(), is_taken }, JoinForm::default())
    };
    page(pages, "account-request", &waiting(false));
    page(pages, "account-request-taken", &waiting(true));
    let let_in = |is_taken| Standing::LetIn { name: name(), until: until(), is_taken };
    page(pages, "account-request-yes", &requested(let_in(false), JoinForm::default()));
    let refused = JoinForm {
        name: Field::of("ruth").refused("The name “ruth” is in use here."),
        passphrase_again: Field::default().refused("This is not the same as above."),
        is_emptied: true,
        ..JoinForm::default()
    };
    page(pages, "account-request-yes-taken", &requested(let_in(true), refused));
    let declined = Standing::Declined { name: name(), until: until() };
    page(pages, "account-request-no", &requested(declined, JoinForm::default()));
    page(pages, "account-request-over", &requested(Standing::Over, JoinForm::default()));
    page(
        pages,
        "signin-request",
        &SigninPage {
            l: by_request(),
            form: SigninForm::default(),
            next: String::new(),
            task: None,
            problem: String::new(),
        },
    );
}

fn home_pages(pages: &mut Vec<(&'static str, String)>) {
    let thing = |title: &str, why| NextThing {
        title: title.to_owned(),
        href: links::task("river-watch", 184),
        pursuance: "River Watch".to_owned(),
        due: due("2026-11-21"),
        size: None,
        waiting: 0,
        is_urgent: true,
        is_blocked: false,
        done: None,
        take: None,
        assign: None,
        why,
    };
    let yesterday = || moment("2026-11-19T16:02:00Z");
    let with = |title: &str, state, between| DelegationRow {
        task: link(182, title),
        peer: lab(),
        side: Side::Origin,
        state,
        cut: None,
        between,
        at: yesterday(),
    };
    let home = HomePage {
        l: Layout {
            flash: Some(Flash {
                tone: Tone::Good,
                text: "Accepted. Pixel Picket has been told; “Publish the report” can start.".to_owned(),
            }),
            ..signed_in(Nav::Home)
        },
        reviews: 3,
        is_too_slow: true,
        part_of_day: PartOfDay::at(8),
        first_name: "Mara".to_owned(),
        count: 15,
        groups: vec![group(
            GroupKind::Next,
            More { n: 3, is_many: false },
            vec![
                thing("Review the October river map", Why::Review { by: picket(), since: yesterday() }),
                thing(
                    "Subtitle the tenants’ interview",
                    Why::Answer {
                        from: Party::group("Harbour Film").at("film.example"),
                        by: day("2026-11-24"),
                    },
                ),
                thing("Film the weir", Why::SentBack { by: Party::group("Harbour Film").at("film.example") }),
                thing(
                    "Have a lawyer read the objection",
                    Why::Countered { by: Party::group("Law Circle").at("law.example") },
                ),
                thing("Test samples for E. coli", Why::Onward { by: lab() }),
                thing("River Watch", Why::Newcomer { who: Party::person("Dov Klein") }),
                thing("Night Kitchen", Why::Recruited { by: Party::person("Dov Klein"), role: Role::Normal }),
                thing("Test October samples", Why::Silent { who: lab(), since: day("2026-11-10") }),
                thing("Lend the sampling kit", Why::HandIn { to: Party::group("Night Kitchen") }),
                NextThing {
                    due: None,
                    size: Some(size()),
                    waiting: 4,
                    done: Some(links::task_form("river-watch", 184, "phase")),
                    ..thing("Draw icons for the kit list", Why::Begin)
                },
                thing("Log overflow hours", Why::Continue),
                thing("Count the outlets", Why::Reminded { on_at: Some(day("2026-11-24")) }),
                thing("Walk the shore", Why::Reminded { on_at: None }),
                thing("Translate the index", Why::Accompany { skill: "Language:French".to_owned() }),
                thing("Paint the sign", Why::HandOn { who: Party::person("Dov Klein"), until: yesterday() }),
            ],
        )],
        matching: 6,
        with_others: vec![
            with("Test October samples", State::Active, Between::InStep { since: yesterday() }),
            with(
                "Translate the summary",
                State::Offered,
                Between::NotAnswering { since: yesterday(), next_try: moment("2026-11-20T10:40:00Z") },
            ),
        ],
        saved: vec![
            SavedHere {
                id: "01k9w7e8f0g2h4j6k8m0n2p4q6".to_owned(),
                name: "Due soon".to_owned(),
                href: links::tasks_found("river-watch", "is:open due:<2w"),
                tasks: vec![SavedTask {
                    task: row(180, "October report", Phase::InProgress, Some(mara())),
                    pursuance: "River Watch".to_owned(),
                }],
                has_more: true,
                limits: Limits::default(),
            },
            SavedHere {
                id: "01k9w7e8f0g2h4j6k8m0n2p4q7".to_owned(),
                name: "French, everywhere".to_owned(),
                href: links::found_anywhere("skill:Language:French"),
                tasks: Vec::new(),
                has_more: false,
                limits: Limits { is_cut: true, is_filling: true, is_narrowed: true },
            },
        ],
        is_member_anywhere: true,
        requested: vec![Requested {
            name: "Harbour Film".to_owned(),
            href: "/p/harbour-film".to_owned(),
            at: moment("2026-11-19T20:00:00Z"),
        }],
        arrival: Some(arrival("home")),
    };
    page(pages, "home", &home);

    let mut done = home;
    done.saved.clear();
    done.groups = vec![
        group(
            GroupKind::Late,
            More { n: 1, is_many: false },
            vec![thing("Choose a name", Why::Wanted { because: Reason::Late })],
        ),
        group(
            GroupKind::Free,
            More { n: 57, is_many: true },
            [Reason::Fits, Reason::DueSoon, Reason::Urgent, Reason::Awaited, Reason::Small, Reason::Free]
                .map(|because| NextThing {
                    take: Some(links::task_take("river-watch", 184)),
                    ..thing("Pick colours for the winter poster", Why::Wanted { because })
                })
                .into(),
        ),
    ];
    done.count = 0;
    done.matching = 100;
    page(pages, "home-wanted", &done);
    let by = picket;
    let told = [
        Why::OtherKey,
        Why::RecordsDiffer,
        Why::AccountsAsked { people: 1 },
        Why::AccountsAsked { people: 3 },
        Why::Wrote { by: by() },
        Why::OfferCut { by: by(), side: Side::Origin, cut: Cut::WeBlocked },
        Why::OfferCut { by: by(), side: Side::Delegate, cut: Cut::TheyRefuse },
        Why::NewTerms { by: by() },
        Why::Nudged { by: by() },
        Why::OnwardAnswered { by: by() },
        Why::Declined { by: by() },
        Why::Expired { by: by() },
        Why::Returned { by: by() },
        Why::Stopped { by: by() },
        Why::Unassigned { from: by() },
        Why::LateWork { by: by() },
        Why::Lost { by: by() },
        Why::TakenBack { by: by() },
        Why::Accepted { by: by() },
        Why::Refused { by: by() },
        Why::ReviewLate { by: by(), since: yesterday() },
    ];
    let told = told.into_iter().map(|why| thing("Draw the river map", why)).collect();
    done.groups = vec![group(GroupKind::Next, More::default(), told)];
    page(pages, "home-told", &done);
    done.groups.clear();
    done.with_others.clear();
    (done.count, done.l.waiting, done.l.flash) = (0, 0, None);
    done.part_of_day = PartOfDay::at(15);
    page(pages, "home-done", &done);
    done.is_member_anywhere = false;
    done.l.pursuances.clear();
    done.part_of_day = PartOfDay::at(22);
    done.l.viewer.as_mut().unwrap().is_operator = false;
    page(pages, "home-new", &done);
}

fn leveled(name: &str, level: Option<&'static str>) -> LeveledTag {
    LeveledTag { tag: skill(name), level }
}

fn work(pages: &mut Vec<(&'static str, String)>) {
    let line = |n: u32, typed: &str| NewSkill {
        id: format!("skill-{n}"),
        field: Field::of(typed),
        level: "do".to_owned(),
    };
    let known = |skill: &str, level: &str| (skill.to_owned(), level.to_owned());
    let group = |slug: &str, name: &str, is_off| PursuanceChoice {
        slug: slug.to_owned(),
        name: name.to_owned(),
        is_off,
    };
    let limits = LimitsForm {
        revision: 2,
        hours: Field::of("4"),
        in_progress: Field::of("3"),
        offers: Field::of("7"),
        quiet_from: Field::of("22:00"),
        quiet_until: Field::of("07:00"),
        not_skills: Field::of("Field:Climbing"),
    };
    let mut shown = WorkPage {
        l: signed_in(Nav::Account),
        clock: "09:55".to_owned(),
        skills: SkillsForm {
            revision: 3,
            known: vec![known("Design:Illustration", "mentor"), known("Data:Charts", "learning")],
            new: vec![line(1, ""), line(2, ""), line(3, "")],
        },
        words: vec!["Design:Icons".to_owned(), "Language:Polish".to_owned()],
        has_more_words: true,
        limits,
        conflict: Vec::new(),
        pursuances: vec![
            group("river-watch", "River Watch", false),
            group("records", "Open Records Desk", true),
        ],
        away: AwayForm::default(),
        gone: None,
        problem: String::new(),
    };
    page(pages, "work", &shown);
    let (first, last) = (day("2026-11-18"), day("2026-12-02"));
    shown.gone = Some(Gone { is_now: true, first, last, tasks: AwayTasks::HandOn });
    shown.skills.new[0].field = Field::of("Drawing").refused(words().s("refusal-skill-form"));
    shown.conflict = vec![Theirs { name: "hours", label: "own-hours", text: String::new() }];
    shown.limits.offers = Field::of("21").refused("Use a whole number from 0 to 20.");
    shown.limits.not_skills = Field::of("Climbing").refused(words().s("refusal-skill-form"));
    shown.away.until = Field::of("").refused(words().s("refusal-away-without-end"));
    page(pages, "work-refused", &shown);
    let (first, last) = (day("2026-11-24"), day("2026-12-02"));
    shown.gone = Some(Gone { is_now: false, first, last, tasks: AwayTasks::Keep });
    (shown.skills.known, shown.pursuances) = (Vec::new(), Vec::new());
    page(pages, "work-new", &shown);
}

fn own(pages: &mut Vec<(&'static str, String)>) {
    work(pages);
    let account = || AccountPage {
        l: signed_in(Nav::Account),
        name: "mara".to_owned(),
        handle: "mara@commons.example".to_owned(),
        profile: ProfileForm {
            revision: Some(3),
            was: String::new(),
            display: Field::of("Mara Okafor"),
            about: Field::of("I draw.\n\nMostly maps."),
            zone: Field::of("Europe/Warsaw"),
            language: Field::of("en"),
            is_discoverable: false,
            is_askable: true,
        },
        display: DisplayForm { clock: Field::of("12"), first_day: Field::default(), single_keys: true },
        picture: Field::default(),
        skills: vec![leveled("Design:Illustration", None), leveled("Data:Charts", Some("level-learning"))],
        conflict: Vec::new(),
        passphrase: PassphraseForm::default(),
        sessions: vec![
            SessionRow {
                id: "01a".to_owned(),
                since: day("2026-11-02"),
                seen: moment("2026-11-20T08:54:00Z"),
                is_this: true,
            },
            SessionRow {
                id: "01b".to_owned(),
                since: day("2026-10-12"),
                seen: moment("2026-11-18T20:00:00Z"),
                is_this: false,
            },
        ],
        tokens: vec![
            TokenRow {
                id: "01t".to_owned(),
                name: "Calendar script".to_owned(),
                made: day("2026-09-01"),
                ends: day("2026-11-30"),
                scope: TokenScope::Act,
                used: Some(moment("2026-11-19T06:00:00Z")),
            },
            TokenRow {
                id: "01u".to_owned(),
                name: "Test".to_owned(),
                made: day("2026-11-19"),
                ends: day("2027-02-17"),
                scope: TokenScope::Read,
                used: None,
            },
        ],
        token: TokenForm::default(),
        new_token: None,
        problem: String::new(),
    };
    page(pages, "account", &account());
    let mut refused = account();
    refused.l.theme = Theme::Dark;
    refused.l.single_keys = false;
    refused.picture = Field::default().refused(super::words().s("picture-other-form"));
    refused.profile.zone = Field::of("Middle/Earth").refused(super::words().s("refusal-zone"));
    refused.passphrase.old = Field::default().refused(
        "The name or the passphrase is not right. Check both for a missing word or a spelling mistake.",
    );
    refused.new_token = Some("pur_6h2k9d0q7m3x1v8b4n5c".to_owned());
    refused.tokens.clear();
    page(pages, "account-refused", &refused);

    let profile = |who: Party, about: Markup| ProfilePage {
        l: signed_in(Nav::Elsewhere),
        who,
        handle: "ruth@commons.example".to_owned(),
        about,
        skills: vec![leveled("Writing:Plain", Some("level-mentor")), leveled("Design:Icons", None)],
        since: day("2026-01-02"),
        pursuances: cards(),
        tasks: TheirTasks {
            parts: vec![
                ("profile-tasks-does", "/@ruth#tasks".to_owned(), true),
                ("profile-tasks-made", "/@ruth?tasks=made#tasks".to_owned(), false),
                ("profile-tasks-reviews", "/@ruth?tasks=reviews#tasks".to_owned(), false),
            ],
            rows: vec![TheirTask {
                task: row(184, "Redraw the map of the sampling points", Phase::InProgress, Some(ruth())),
                pursuance: "River Watch".to_owned(),
                slug: "river-watch".to_owned(),
            }],
            next: Some("/@ruth?tasks=&after=9.01a#tasks".to_owned()),
        },
    };
    page(pages, "profile", &profile(ruth(), html("<p>I keep the minutes and the peace.</p>")));
    let mut empty = profile(mara(), Markup::default());
    empty.skills.clear();
    empty.pursuances.clear();
    empty.tasks.rows.clear();
    empty.tasks.next = None;
    page(pages, "profile-empty", &empty);
}

fn faults(pages: &mut Vec<(&'static str, String)>) {
    for fault in Fault::ALL {
        let name = match fault {
            Fault::BadRequest => "error-400",
            Fault::Forbidden => "error-403",
            Fault::NotFound => "error-404",
            Fault::MethodNotAllowed => "error-405",
            Fault::Gone => "error-410",
            Fault::TooLarge => "error-413",
            Fault::Refused => "error-422",
            Fault::TooSlow => "error-422-too-slow",
            Fault::TooMany => "error-429",
            Fault::TooManySearches => "error-429-searches",
            Fault::Broken => "error-500",
            Fault::Unavailable => "error-503",
            Fault::DiskFull => "error-507",
        };
        let mut error = ErrorPage::new(signed_in(Nav::Elsewhere), fault, Some(written()));
        if fault == Fault::Forbidden {
            error.detail = "Only Coordinators and above can hand tasks over.".to_owned();
            error.advice = "Ask one of them.".to_owned();
            error.help = can_help(super::words(), &[ruth(), mara(), tomas()]);
        }
        if fault == Fault::Broken {
            error.reference = "01ja2q7k".to_owned();
        }
        page(pages, name, &error);
    }
    page(pages, "error-404-signed-out", &ErrorPage::new(signed_out(), Fault::NotFound, None));
    carried(pages);
}

/// A comment that was refused.
fn written() -> Carried {
    let fields =
        Fields::parse(b"body=The+map+is+%3Cb%3Ehalf%3C%2Fb%3E+done.&share_asked=yes&passphrase=secret");
    Carried::new("/p/river-watch/t/184/comments", "mara", &fields)
}

fn carried(pages: &mut Vec<(&'static str, String)>) {
    let refused = Lost::NotLetIn {
        name: "mara".to_owned(),
        problem: super::words().s("signin-refused").to_owned(),
        status: StatusCode::UNPROCESSABLE_ENTITY,
        retry_after: None,
    };
    page(pages, "carried-signed-out", &CarriedPage::new(signed_out(), written(), Lost::SignedOut));
    page(pages, "carried-refused", &CarriedPage::new(signed_out(), written(), refused));
    let file = || Carried::with_files("/p/river-watch/t/184/files");
    page(pages, "carried-file", &CarriedPage::new(signed_out(), file(), Lost::SignedOut));
    let in_commons = || signed_in(Nav::Elsewhere);
    page(pages, "carried-renewed", &CarriedPage::new(in_commons(), written(), Lost::Renewed));
    page(pages, "carried-file-renewed", &CarriedPage::new(in_commons(), file(), Lost::Renewed));
    page(pages, "carried-somebody-else", &CarriedPage::new(in_commons(), written(), Lost::SomebodyElse));
}
