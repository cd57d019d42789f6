//! Every table of the database, by its noun, with one sentence that says what a row is.

/// A table and its sentence.
pub type Told = (&'static str, &'static str);

/// The groups of docs/schema.md in the order of the page, and the tables of each.
pub const TABLES: &[(&str, &[Told])] = &[
    ("Accounts and signing in", ACCOUNTS),
    ("People", PEOPLE),
    ("Pursuances and members", PURSUANCES),
    ("Tasks", TASKS),
    ("Texts, messages and files", TEXTS),
    ("Offers and pairing", OFFERS),
    ("Silences and handing on", SILENCES),
    ("Delegations", DELEGATIONS),
    ("Skill offers", SKILL_OFFERS),
    ("Channels and other servers", SERVERS),
    ("Events and notices", EVENTS),
    ("Mail, push and feeds", LETTERS),
    ("Private pursuances", PRIVATE),
    ("Full text", FULL_TEXT),
    ("Jobs and operation", OPERATION),
];

const ACCOUNTS: &[Told] = &[
    ("actor", "A person, a pursuance or an instance, here (`host` is null) or of another server."),
    ("account", "The login of a person here, with what they chose for all pages."),
    ("credential", "What an account signs in with: a hash of its passphrase, or of a key made from it."),
    ("session", "A browser in which somebody is signed in; of its secret, only the hash is kept."),
    ("token", "A bearer token of the API, for a program of somebody; of it, only the hash is kept."),
    ("account_link", "A link by which somebody sets the passphrase of an account, once; operators make it."),
    ("account_request", "A request for an account, and the answer of an operator."),
    ("seen_address", "A network address from which somebody came lately, as a keyed hash."),
    ("key_slot", "The root key of a person, sealed with their passphrase or with their recovery code."),
    ("identity", "The keys of a person: sealed in `idbox`, public in `card`."),
    ("former_identity", "Keys of a person that were replaced; they open what was sealed to them before."),
    ("device_box", "The keys of a person, sealed for another device of theirs, which takes them once."),
    ("signin_nonce", "A nonce to which a key has answered, so that it counts once."),
];

const PEOPLE: &[Told] = &[
    ("person_skill", "A skill of a person, and how well they know it."),
    ("person_not_skill", "A skill for which a person is not asked, though they have it."),
    ("person_not_pursuance", "A pursuance of a person in which they are not asked about tasks."),
    ("person_limits", "How much a person takes on, and their quiet hours; without a row, the defaults hold."),
    ("person_away", "The time for which a person is away, and what becomes of their open tasks."),
    ("ask_block", "A pursuance that may not ask a person again whether they join."),
    ("saved_search", "A search that a person saved, for themselves or for a pursuance."),
    ("saved_search_home", "A saved search that stands on the Home of a person."),
];

const PURSUANCES: &[Told] = &[
    ("pursuance", "A pursuance of this server; its name and its keys are those of its actor."),
    ("member", "A person in a pursuance: their role, and whether they are in, ask to be, or are banned."),
    ("role_before", "The role with which somebody went, where it was below that of newcomers."),
    ("declined_request", "A request to join that was declined, until the person has been told long enough."),
    ("asked_to_join", "When those who decide were last told that this person asks to join."),
    ("invite", "A link that lets people into a pursuance; of its secret, only the hash is kept."),
    ("came_through", "Through whom, and by which invitation, a person came into a pursuance."),
    ("recruit_ask", "A question to a person whether they join, and their answer."),
    ("proposal", "A suggestion: an action, as JSON, and what became of it."),
    ("skill_word", "A skill that tasks of a pursuance have asked for, to complete it while somebody types."),
    ("skill_synonym", "Two words for one skill in a pursuance: the first means the second."),
    ("tombstone", "A task of a deleted pursuance, so that its address says that it is gone."),
];

const TASKS: &[Told] = &[
    ("task", "A task without its texts: its place, phase, people and times, and sums of those below."),
    ("task_skill", "A skill that a task requires."),
    ("task_grant", "What a member may do with one task beyond their role."),
    ("task_dependency", "A task that waits for another one."),
    ("task_dependency_clock", "The only row counts the dependencies that were noted and taken away."),
    ("task_dependency_told", "What people were told lately of a dependency: nobody is told twice."),
    ("task_block", "A block of a task by a person, or by something in words, and when it was lifted."),
    ("due_told", "A free task of which those who may assign were told that it is late or soon due."),
    ("undoable", "An act on tasks that a person can take back, by the first and the last of its events."),
    ("karma", "A line in the ledger of karma, in thousandths of a point; lines are never changed."),
];

const TEXTS: &[Told] = &[
    ("text_version", "A version of a text that people wrote: its words, or an envelope that is sealed."),
    ("text_room", "The bytes of text of an author or a pursuance, counted by triggers."),
    ("text_share", "The bytes of text of an author in a pursuance, counted by triggers."),
    ("message", "What somebody said on a task, on a delegation or in a room; the words are its text `body`."),
    ("message_copy", "A delegation whose other side was sent a message, and whether it refused it."),
    ("reaction", "An emoji with which a person reacts to a message."),
    ("room", "A room of a pursuance, in which people speak besides the tasks."),
    ("read_marker", "How far a person has read a discussion."),
    ("file", "A file on a task, in a room, or on an offer or work of a delegation; `blob` names its bytes."),
    ("blob", "Bytes in the store of files, each once, by their hash."),
    ("upload", "A file that comes in pieces, and how far it has come."),
];

const OFFERS: &[Told] = &[
    ("pairing", "How far the search for somebody for a task is."),
    ("offer", "A question to a person whether they take a task, with the numbers of its draw."),
    ("mentor", "A question to a member whether they accompany a learner at a task, and the answer."),
];

const SILENCES: &[Told] = &[
    ("silence", "Who is waited for in a task, since when, and when something is due about it."),
    ("pace", "How long people of a pursuance are usually silent in a phase, as sums in millionths."),
    ("handing_on", "What happens in a pursuance after a silence, where its Admins have said it."),
    ("succession", "A task that was handed on, until somebody has it."),
];

const DELEGATIONS: &[Told] = &[
    ("delegation", "A task between two pursuances, as one side of it knows it; both sides may be here."),
    ("delegation_message", "An activity about a delegation, sent or received: its timeline."),
    ("submission", "Work that was handed in for a delegation, and the verdict on it."),
];

const SKILL_OFFERS: &[Told] = &[
    ("skill_offer", "What a pursuance, of ours or of another server, offers to do for others."),
    ("skill_offer_skill", "A skill of a skill offer."),
    ("skill_offer_reader", "A pursuance that may read a skill offer which is not for everybody."),
    ("skill_offer_copy", "An actor that was told of a skill offer of ours, and of which revision."),
    ("skill_offer_use", "A delegation that came through a skill offer."),
];

const SERVERS: &[Told] = &[
    ("channel", "The numbered messages between an actor of ours and a peer: how far each direction is."),
    ("activity", "The exact bytes of an activity that was sent or received, and what came of it."),
    ("held", "A message that came ahead of a gap in its channel."),
    ("contradiction", "A message that contradicts an earlier one of its sender in the same channel."),
    ("delivery", "An activity on its way to an inbox, or delivered, refused or given up."),
    ("host", "Another server: its lane of deliveries, whether it answers, and whether it is blocked."),
    ("outage", "A time in which a server did not answer, or in which this one was down (`host` is empty)."),
    ("refused_form", "A form of signatures that a server refused while it took another."),
    ("actor_key", "A key of a pinned actor besides the pinned one: the next, a former, or a strange one."),
    ("key_cache", "A public key of another server, or that it could not be fetched."),
    ("follower", "An actor of another server that follows one of ours."),
];

const EVENTS: &[Told] = &[
    ("stream", "The number of the last event of a pursuance, of an account or of the instance."),
    ("event", "What happened: who did what, with values and never with texts; numbered without gaps."),
    ("notice", "An event that a person is told, why, and whether they have read it."),
    ("watch", "A task, a pursuance or a skill that a person watches, or has stopped watching."),
    ("mute", "A task or a pursuance of which a person is told only their duties."),
    ("preference", "How a person is told notices of a kind; without a row, at once."),
];

const LETTERS: &[Told] = &[
    ("mail_address", "The address at which a person gets mail, sealed, and what became of it."),
    ("mail", "A mail that is to be sent; its text is made then."),
    ("push_browser", "A browser to which the notices of a person are pushed."),
    ("parcel", "A mail, or a message to a browser, that is tried until its receiver has it."),
    ("parcel_attempt", "An attempt to hand over a parcel; the last hundred at each receiver are kept."),
    ("feed", "A feed or a calendar at a secret address, of which only the hash is kept."),
];

const PRIVATE: &[Told] = &[
    ("pursuance_sealed", "A private pursuance, and how far its log is."),
    ("sealed_log", "An entry of the log of a private pursuance, as its bytes came."),
    ("sealed_member", "The account to which an identity in the log belongs."),
    ("sealed_seal", "A key of a private pursuance, sealed to one member."),
    ("sealed_note", "What the link of an invitation shows before somebody joins by it."),
    ("sealed_object", "A thing that is written sealed; its envelopes are rows of `text_version`."),
    ("sealed_revision", "A signed revision of a sealed object, with its relations in clear."),
    ("sealed_message", "What the sender of a sealed message says of it in clear."),
    ("sealed_tagged", "A task, or the profile of a member, whose skills are kept as tags."),
    ("sealed_tag", "A skill as a tag, which is compared and never read."),
    ("sealed_suggestion", "The records that the author of an open suggestion signed."),
    ("sealed_declined", "The hash of a revision that was suggested and not applied."),
    ("sealed_box", "What a person keeps for themselves alone, sealed on their device."),
];

const FULL_TEXT: &[Told] = &[
    (
        "searched",
        "A thing that is found by its words, which are in its column `words` on PostgreSQL, and in \
         `search_words`, a table of FTS5, on SQLite.",
    ),
    ("search_todo", "A thing that is to be taken into the index anew."),
    ("search_todo_of", "A pursuance that is to be taken in anew, and up to which task that is noted."),
    ("search_todo_in", "A room that is to be taken in anew, and up to which message that is noted."),
    ("search_cutting", "The only row has the number of the way in which texts were cut into words."),
];

const OPERATION: &[Told] = &[
    ("instance", "The only row is this server: its address, its keys, and what its operators set."),
    ("job", "Work that is to be done later, and which worker has it."),
    ("awake", "The only row says when this server was last known to be awake."),
    ("counter", "How often something happened in a slot of time, for the limits that are counted here."),
    ("idempotency", "The stored answer to a request, so that the same request is not carried out twice."),
    ("_sqlx_migrations", "A step of `migrations/` that was applied to this database."),
];
