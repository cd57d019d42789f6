//! The cast: two pursuances and their people.

use pursuance_domain::people::role::Role;

/// A pursuance and its people; the first one founded it and runs the server.
pub struct Cast {
    /// The name of its server.
    pub server: &'static str,
    /// The things that are to be tried there, on its front page.
    pub about: &'static str,
    pub slug: &'static str,
    pub name: &'static str,
    pub mission: &'static str,
    pub people: &'static [Person],
}

impl Cast {
    /// Who founded it.
    pub fn founder(&self) -> &'static str {
        self.people.first().map_or("", |person| person.name)
    }
}

/// A person of the demo.
pub struct Person {
    pub name: &'static str,
    pub role: Role,
    pub display: &'static str,
    pub about: &'static str,
    pub skills: &'static [&'static str],
}

pub const RIVER: Cast = Cast {
    server: "Elm Valley Commons",
    about: "This is a demo. Try this: sign in as mara, open “Write the two-page summary” and hand it to Pixel Picket, on the other server.",
    slug: "river-watch",
    name: "River Watch",
    mission: "We measure what flows into the Elm, from the spring to the weir, and publish every number.",
    people: &[
        Person {
            name: "mara",
            role: Role::Primary,
            display: "Mara Lindqvist",
            about: "Retired water engineer. Keeps the sampling plan and the keys to the boat shed.",
            skills: &["Field:Sampling", "Science:Hydrology", "Language:Swedish"],
        },
        Person {
            name: "jonas",
            role: Role::Assigner,
            display: "Jonas Okafor",
            about: "Turns spreadsheets into reports that people read.",
            skills: &["Data:Statistics", "Writing:Reports"],
        },
        Person {
            name: "lena",
            role: Role::Normal,
            display: "Lena Brandt",
            about: "Solders loggers at the kitchen table.",
            skills: &["Craft:Electronics", "Field:Sampling"],
        },
        Person {
            name: "tariq",
            role: Role::Normal,
            display: "Tariq Haddad",
            about: "New here. Lives next to the weir.",
            skills: &["Field:Sampling", "Language:Arabic"],
        },
    ],
};

pub const PIXEL: Cast = Cast {
    server: "The Drawing Room",
    about: "This is a demo. Try this: sign in as noor, and accept what River Watch hands over from the other server.",
    slug: "pixel-picket",
    name: "Pixel Picket",
    mission: "We draw for those who have something to say and nobody to draw it: maps, posters, diagrams.",
    people: &[
        Person {
            name: "noor",
            role: Role::Primary,
            display: "Noor Ahmadi",
            about: "Illustrator. Started this with one poster and a borrowed printer.",
            skills: &["Design:Illustration", "Design:Print"],
        },
        Person {
            name: "felix",
            role: Role::Assigner,
            display: "Felix Marchetti",
            about: "Cartographer by day. Looks after what others ask us for.",
            skills: &["Design:Maps", "Data:Geography"],
        },
        Person {
            name: "yuki",
            role: Role::Normal,
            display: "Yuki Tanabe",
            about: "Letters, spacing, and printing on paper that was something else before.",
            skills: &["Design:Typography", "Language:Japanese"],
        },
        Person {
            name: "sam",
            role: Role::Normal,
            display: "Sam Price",
            about: "Checks coordinates twice.",
            skills: &["Data:Geography", "Code:Python"],
        },
    ],
};

/// The passphrase of a person of the demo. It opens only two servers on this machine's loopback.
pub fn passphrase(name: &str) -> String {
    format!("seven herons wait for {name}")
}
