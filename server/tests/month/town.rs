//! The people: thirty with drawn skills, hours and characters, in two pursuances on two servers.

use chrono::Timelike;
use chrono_tz::Tz;
use pursuance::state::hash_secret;
use pursuance_domain::action::{ConfirmMail, SetMail};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Day, MailAddress};
use serde_json::{Value, json};

use super::days::Plans;
use super::staying::Staying;
use crate::mail::{self, Post};
use crate::support::between::Between;
use crate::support::dice::Dice;
use crate::support::groups::Group;
use crate::support::peers::{On, World, until};

/// The two pursuances.
pub const SLUGS: [&str; 2] = ["alpha", "beta"];
/// Skills that most have, and one that few have and some learn.
pub const SKILLS: [&str; 4] = ["Language:French", "Design:Maps", "Writing:Letters", "Field:Water"];
pub const RARE: &str = "Law:Housing";
/// Words that mean another one, in both pursuances.
pub const MEANS: [(&str, &str); 2] =
    [("Language:Français", "Language:French"), ("Maps:Drawing", "Design:Maps")];
const ZONES: [Tz; 5] =
    [Tz::UTC, Tz::Europe__Warsaw, Tz::America__New_York, Tz::Asia__Tokyo, Tz::Asia__Kolkata];
/// From and until, in minutes of the day.
const QUIET: [Option<(u32, u32)>; 4] =
    [None, Some((22 * 60, 7 * 60)), Some((23 * 60, 6 * 60)), Some((20 * 60, 8 * 60 + 30))];

/// So many people each pursuance has at first.
pub const OF_EACH: usize = 15;

/// How somebody deals with what they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Character {
    Prompt,
    Slow,
    /// Takes tasks and is never heard of again.
    Abandons,
    Declines,
    /// Says yes when somebody else has it already.
    Late,
}

use Character::{Abandons, Declines, Late, Prompt, Slow};

/// The members of each pursuance beside its Primary.
const MEMBERS: [(Role, Character); 14] = [
    (Role::AssistantAdmin, Prompt),
    (Role::Untrusted, Slow),
    (Role::Viewer, Prompt),
    (Role::Normal, Prompt),
    (Role::Normal, Abandons),
    (Role::Normal, Late),
    (Role::Normal, Slow),
    (Role::Normal, Prompt),
    (Role::Normal, Declines),
    (Role::Normal, Late),
    (Role::Normal, Abandons),
    (Role::Normal, Slow),
    (Role::Normal, Prompt),
    (Role::Normal, Prompt),
];

/// A person's time and skills, as told from a moment on.
#[derive(Debug, Clone)]
pub struct Said {
    pub from: i64,
    pub zone: Tz,
    /// Each with its level.
    pub skills: Vec<(String, &'static str)>,
    pub quiet: Option<(u32, u32)>,
    pub offers_a_week: usize,
    pub in_progress: usize,
    pub not_skills: Vec<String>,
    /// Whether their pursuance is not to ask them.
    pub not_here: bool,
    /// From, until, and what becomes of their tasks.
    pub away: Option<(i64, i64, &'static str)>,
}

impl Said {
    /// The defaults of a person who has said nothing.
    pub fn nothing() -> Self {
        Self {
            from: 0,
            zone: Tz::UTC,
            skills: Vec::new(),
            quiet: None,
            offers_a_week: 7,
            in_progress: 3,
            not_skills: Vec::new(),
            not_here: false,
            away: None,
        }
    }

    fn local(&self, at: i64) -> u32 {
        let local = Time(at).utc().with_timezone(&self.zone);
        local.hour() * 60 + local.minute()
    }

    /// Whether a moment is in their quiet hours.
    pub fn is_quiet(&self, at: i64) -> bool {
        self.quiet.is_some_and(|(from, until)| {
            let minute = self.local(at);
            if from < until { (from..until).contains(&minute) } else { !(until..from).contains(&minute) }
        })
    }

    pub fn is_away(&self, at: i64) -> bool {
        self.away.is_some_and(|(from, until, _)| (from..until).contains(&at))
    }

    /// The minute of the day, and the day, by their clocks.
    pub fn clock(&self, at: i64) -> (u32, String) {
        (self.local(at), Day::at(Time(at), self.zone).to_string())
    }
}

/// Somebody.
pub struct Resident {
    pub name: String,
    pub id: String,
    pub side: usize,
    pub role: Role,
    pub character: Character,
    /// Their pursuance, with them as the one who acts.
    pub group: Group,
    pub said: Vec<Said>,
    pub address: String,
    /// Choices for mail, by kind.
    pub by_mail: Vec<(&'static str, &'static str)>,
    /// When they left.
    pub left: Option<i64>,
}

impl Resident {
    /// The settings that held at a moment.
    pub fn said_at(&self, at: i64) -> &Said {
        self.said.iter().rev().find(|said| said.from <= at).unwrap_or(&self.said[0])
    }

    /// The last settings.
    pub fn says(&self) -> &Said {
        self.said.last().unwrap()
    }
}

/// Acts of the people that leave no event.
#[derive(Debug, Default)]
pub struct Diary {
    /// When everything that was due was done.
    pub moments: Vec<i64>,
    /// Waves that were called by hand: side, task, when.
    pub calls: Vec<(usize, i64, i64)>,
    /// Tries to take a task back: side, task, who, when, and whether they got it.
    pub taken_back: Vec<(usize, i64, String, i64, bool)>,
    /// Newcomers who said what they can do: side, skill, when.
    pub arrived: Vec<(usize, &'static str, i64)>,
}

pub struct Town {
    pub world: World,
    pub posts: Vec<Post>,
    pub groups: Vec<Group>,
    pub people: Vec<Resident>,
    pub dice: Dice,
    pub diary: Diary,
    pub plans: Plans,
    pub staying: Staying,
}

impl Town {
    /// Everybody is here, and has said what there is to say.
    pub async fn begin(on: On, seed: u64) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let posts = vec![Post::open(0), Post::open(0)];
        let url = |post: &Post| format!("smtp://127.0.0.1:{}?tls=none", post.port);
        let wished: Vec<(On, String)> = posts.iter().map(|post| (on, url(post))).collect();
        let world = World::with_mail(&wished).await;
        let first = Time::parse("2027-03-01T00:07:00Z").unwrap();
        world.advance(first.0 - world.now().0).await;
        let mut groups = Vec::new();
        for (instance, slug) in world.instances.iter().zip(SLUGS) {
            groups.push(instance.found(slug).await);
        }
        let dice = Dice(seed);
        let (diary, plans, staying) = (Diary::default(), Plans::default(), Staying::default());
        let mut town = Self { world, posts, groups, people: Vec::new(), dice, diary, plans, staying };
        for side in 0..2 {
            town.move_in(side).await;
        }
        town.meet().await;
        town
    }

    pub fn now(&self) -> i64 {
        self.world.now().0
    }

    /// Whether one in so many comes up.
    pub fn chance(&mut self, one_in: usize) -> bool {
        self.dice.below(one_in) == 0
    }

    async fn move_in(&mut self, side: usize) {
        let group = self.groups[side].clone();
        for (word, means) in MEANS {
            let merge = json!({ "pursuance": group.slug, "skill": word, "into": means });
            group.act("skill.merge", merge).await;
        }
        self.add(side, format!("{}-lead", group.slug), Role::Primary, Prompt, group.clone());
        for (number, (role, character)) in MEMBERS.into_iter().enumerate() {
            let name = format!("{}{number}", &group.slug[..1]);
            let member = group.with_member(&name, role).await;
            self.add(side, name, role, character, member);
        }
        for who in 0..self.people.len() {
            if self.people[who].side == side {
                let said = self.draw(who);
                self.say(who, said).await;
                self.choose(who).await;
            }
        }
        let here = (0..self.people.len()).filter(|who| self.people[*who].side == side);
        self.get_mail(side, &here.collect::<Vec<usize>>()).await;
    }

    pub fn add(&mut self, side: usize, name: String, role: Role, character: Character, group: Group) {
        let id = group.who.person().unwrap().to_string();
        let address = format!("{name}@mail.example");
        let (said, by_mail) = (Vec::new(), Vec::new());
        self.people.push(Resident {
            name,
            id,
            side,
            role,
            character,
            group,
            said,
            address,
            by_mail,
            left: None,
        });
    }

    /// Draws somebody's first settings.
    fn draw(&mut self, who: usize) -> Said {
        let place = who % OF_EACH;
        let mut skills: Vec<(String, &'static str)> = Vec::new();
        for skill in SKILLS {
            if self.dice.below(20) < 11 {
                let level = *self.dice.pick(&["do", "do", "do", "do", "mentor", "learning"]);
                let other = MEANS.iter().find(|(_, means)| *means == skill).filter(|_| self.chance(3));
                skills.push((other.map_or(skill, |(word, _)| *word).to_owned(), level));
            }
        }
        // Few know this, and whoever helps with it knows nothing else that such tasks want.
        match place {
            4 => skills = vec![(RARE.to_owned(), "mentor")],
            8 | 10 | 14 => {
                skills.retain(|(skill, _)| skill != SKILLS[3]);
                skills.extend([(RARE.to_owned(), "learning"), (SKILLS[3].to_owned(), "do")]);
            }
            _ => {}
        }
        let is_lead = place == 0;
        Said {
            from: 0,
            zone: if is_lead { Tz::UTC } else { *self.dice.pick(&ZONES) },
            skills,
            quiet: if is_lead { None } else { *self.dice.pick(&QUIET) },
            offers_a_week: *self.dice.pick(&[2, 4, 7, 7, 7, 12]),
            in_progress: *self.dice.pick(&[1, 2, 3, 3, 3, 5]),
            not_skills: if self.chance(6) {
                vec![MEANS[self.dice.below(2)].0.to_owned()]
            } else {
                Vec::new()
            },
            not_here: place == 13,
            away: None,
        }
    }

    /// Says it to the program, which has nothing to do meanwhile.
    pub async fn say(&mut self, who: usize, mut said: Said) {
        let one = &self.people[who];
        let group = &one.group;
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let quiet = said.quiet.map(|(from, until)| json!({ "from": clock(from), "until": clock(until) }));
        let not_here: &[&str] = if said.not_here { &[&group.slug] } else { &[] };
        let limits = json!({
            "quiet": quiet, "offers_a_week": said.offers_a_week, "in_progress": said.in_progress,
            "not_skills": said.not_skills, "not_pursuances": not_here,
        });
        let skills = said.skills.iter().map(|(skill, level)| json!({ "skill": skill, "level": level }));
        group.act("profile.edit", json!({ "zone": said.zone.name() })).await;
        group.act("profile.set_skills", json!({ "skills": skills.collect::<Vec<Value>>() })).await;
        group.act("profile.set_limits", limits).await;
        said.from = if one.said.is_empty() { 0 } else { self.now() };
        self.people[who].said.push(said);
    }

    /// Somebody goes away for some days; what becomes of their tasks is what they say.
    pub async fn go_away(&mut self, who: usize, first: i64, days: i64, tasks: &'static str) {
        let zone = self.people[who].says().zone;
        let now = self.now();
        let from = Day::at(Time(now + first * DAY), zone);
        let until = Day::at(Time(now + (first + days) * DAY), zone);
        let begins = if first == 0 { now } else { from.begins(zone).0 };
        let mut input = json!({ "until": until, "tasks": tasks });
        if first > 0 {
            input["from"] = json!(from);
        }
        self.people[who].group.act("profile.set_away", input).await;
        let away = Some((begins, until.ends(zone).0, tasks));
        let said = Said { from: now, away, ..self.people[who].says().clone() };
        self.people[who].said.push(said);
    }

    /// Chooses what somebody watches, and which news of it come by mail.
    async fn choose(&mut self, who: usize) {
        let mut by_mail = Vec::new();
        for kind in ["comment", "outcome", "nudge"] {
            if self.chance(4) {
                by_mail.push((kind, *self.dice.pick(&["now", "never"])));
            }
        }
        let watches = self.chance(4);
        let one = &mut self.people[who];
        for (kind, value) in &by_mail {
            let choice = json!({ "kind": kind, "channel": "mail", "value": value });
            one.group.act("preference.set", choice).await;
        }
        if watches {
            one.group.act("watch.set", json!({ "object": one.group.slug, "on": true })).await;
        }
        one.by_mail = by_mail;
    }

    /// These people of a side get mail.
    pub async fn get_mail(&self, side: usize, people: &[usize]) {
        let (app, post) = (&self.groups[side].app, &self.posts[side]);
        let here: Vec<&Resident> = people.iter().map(|who| &self.people[*who]).collect();
        for one in &here {
            let address = MailAddress::parse(&one.address).unwrap();
            app.perform(&one.group.who, SetMail { address }.into()).await.unwrap();
        }
        for one in &here {
            until("the link has come", async || !post.to(&one.address).is_empty()).await;
            let code = mail::between(&mail::text(&post.to(&one.address)[0]), "/mail/confirm?code=", "\n");
            let confirm = ConfirmMail { secret_hash: hash_secret(&code) };
            app.perform(&one.group.who, confirm.into()).await.unwrap();
        }
        self.world.settle().await;
    }

    /// The two pursuances have heard of each other, and know what the other one offers.
    async fn meet(&mut self) {
        for (origin, delegate) in [(0, 1), (1, 0)] {
            let (origin, delegate) = (&self.groups[origin], &self.groups[delegate]);
            let task = origin.task(&format!("How {} met", origin.slug)).await;
            let between = Between::offered(&self.world, origin, delegate, task, json!({})).await;
            between.delegate_does("decline", json!({ "code": "not-now" })).await;
            self.world.settle().await;
            origin.on_task("task.set_phase", task, json!({ "phase": "dropped" })).await;
        }
        let until = Time(self.now() + 90 * DAY).date();
        let offer = json!({ "pursuance": SLUGS[1], "skills": ["Language:French", "Design:*"], "tasks": 2, "until": until });
        self.groups[1].act("skill_offer.publish", offer).await;
        self.world.settle().await;
        let members = json!({ "pursuance": SLUGS[0], "visibility": "members" });
        self.groups[0].act("pursuance.edit", members).await;
        self.world.settle().await;
    }
}
