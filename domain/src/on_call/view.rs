//! What pages show of being on call.

use serde::{Deserialize, Serialize};

use super::rota::RotaDraft;
use crate::{
    fault::{Severity, number::Number},
    id::RotaId,
    ticket::view::{PersonRef, ServiceRef, TeamRef},
    time::Timestamp,
    word::words,
};

words! {
    /// By which way somebody was told.
    pub enum Channel {
        /// A mail.
        Mail = "mail",
        /// The team's gateway: a request to an address of the web.
        Webhook = "webhook",
        /// None: nobody was told.
        Nobody = "nobody",
    }
}

words! {
    /// What became of an attempt.
    pub enum Outcome {
        /// On its way.
        Waiting = "waiting",
        /// Mail server or gateway took it.
        Sent = "sent",
        /// It could not be handed over.
        Failed = "failed",
        /// Held back in the outbox: there is no mail server, or an administrator holds it.
        Held = "held",
        /// Not needed any more before it left.
        CalledOff = "called_off",
        /// Not tried.
        Skipped = "skipped",
    }
}

words! {
    /// Why somebody was not told.
    pub enum Skip {
        /// The account is not in use.
        CannotSignIn = "cannot_sign_in",
        /// There is neither a mail address nor a gateway.
        NoChannel = "no_channel",
        /// Nobody is on call there, or there is no such rota any more.
        NobodyOnCall = "nobody_on_call",
        /// The team has no lead.
        NoLead = "no_lead",
    }
}

/// One attempt to tell somebody, as it is logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// Its name.
    pub id: i64,
    /// When it was made.
    pub at: Timestamp,
    /// Of which fault, and its title; of none for a test.
    pub fault: Option<(Number, String)>,
    /// In which round and by which step, counted from 1; 0 for a test.
    pub place: (u16, u16),
    /// Whom; nobody where nobody was found.
    pub person: Option<PersonRef>,
    /// By which way.
    pub channel: Channel,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was skipped.
    pub skip: Option<Skip>,
    /// What mail server or gateway said last.
    pub error: String,
    /// How often it was tried, for the gateway.
    pub tries: i64,
    /// When it was taken.
    pub sent_at: Option<Timestamp>,
}

/// A fault's attempts, and whether there will be more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The last ones, the last first.
    pub rows: Vec<AttemptRow>,
    /// When the next step is due, while nobody has the fault.
    pub next_at: Option<Timestamp>,
    /// Whether somebody can still say that they have it: it goes on, and nobody has.
    pub waits: bool,
}

/// A shift as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftView {
    /// From this moment.
    pub from: Timestamp,
    /// Until this moment.
    pub until: Timestamp,
    /// Who.
    pub person: PersonRef,
    /// For whom they stand in.
    pub instead_of: Option<PersonRef>,
}

/// A rota with who is on call now and who follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaNow {
    /// Which one.
    pub id: RotaId,
    /// What people call it.
    pub name: String,
    /// Nobody before it begins.
    pub now: Option<ShiftView>,
    /// Who is on call behind that.
    pub next: Option<ShiftView>,
}

/// A team with its rotas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamNow {
    /// Which one.
    pub team: TeamRef,
    /// Its rotas by name.
    pub rotas: Vec<RotaNow>,
    /// Whether faults call anybody.
    pub active: bool,
    /// Whether the reader decides about it.
    pub may_manage: bool,
}

/// A shift of the reader's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnShift {
    /// For which team.
    pub team: TeamRef,
    /// In which rota.
    pub rota: (RotaId, String),
    /// When.
    pub shift: ShiftView,
}

/// The page of who is on call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Teams with a rota or a policy, or that the reader may give one.
    pub teams: Vec<TeamNow>,
    /// The reader's own shifts of four weeks.
    pub own: Vec<OwnShift>,
}

/// A step as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// After so many minutes.
    pub after: u16,
    /// Whom: the word that is stored, and a name where it is somebody's or a rota's.
    pub whom: Vec<(String, String)>,
}

/// A policy as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    /// Whether anybody is called.
    pub active: bool,
    /// Of faults that are at least so bad.
    pub least: Severity,
    /// The steps.
    pub steps: Vec<StepView>,
    /// How often.
    pub rounds: u16,
    /// Minutes from the last step of a round to the next round.
    pub pause: u16,
    /// The gateway's address, for who decides about it; for others whether there is one.
    pub url: Option<String>,
    /// Whether there is a gateway.
    pub has_gateway: bool,
    /// Whether a secret is kept for it.
    pub has_secret: bool,
    /// What a change is based on.
    pub version: i64,
}

/// The page of one team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamShown {
    /// The team with its rotas.
    pub now: TeamNow,
    /// What it has decided.
    pub policy: Option<PolicyView>,
    /// The last attempts, the last first.
    pub log: Vec<AttemptRow>,
}

/// What the form of a policy offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyForm {
    /// The team.
    pub team: TeamRef,
    /// What it has decided so far.
    pub policy: Option<PolicyView>,
    /// Every team's rotas: the stored word and a name.
    pub rotas: Vec<(String, String)>,
    /// The team's members.
    pub people: Vec<PersonRef>,
}

/// Somebody takes over, or took over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideRow {
    /// Its name.
    pub id: i64,
    /// When and who.
    pub shift: ShiftView,
    /// Who made it.
    pub by: Option<PersonRef>,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
}

/// The page of one rota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaShown {
    /// Which one.
    pub id: RotaId,
    /// Whose.
    pub team: TeamRef,
    /// As it can be typed again.
    pub draft: RotaDraft,
    /// Who takes turns, in their order.
    pub people: Vec<PersonRef>,
    /// Shifts of four weeks from now on.
    pub shifts: Vec<ShiftView>,
    /// What holds or will hold of what was made beside the turns.
    pub overrides: Vec<OverrideRow>,
    /// Who can take turns or take over: the team's members.
    pub members: Vec<PersonRef>,
    /// Whether the reader decides about it.
    pub may_manage: bool,
    /// Whether the reader can take over.
    pub may_take_over: bool,
    /// What a change is based on.
    pub version: i64,
}

/// What the form of a new rota begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaForm {
    /// Whose.
    pub team: TeamRef,
    /// What is proposed.
    pub draft: RotaDraft,
    /// The team's members.
    pub members: Vec<PersonRef>,
}

/// How a fault stands for whoever holds a link to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Standing {
    /// Nobody has it.
    Waits,
    /// Somebody has it.
    Had {
        /// Who; nobody where it is not known.
        by: Option<PersonRef>,
        /// Since when.
        at: Option<Timestamp>,
        /// Whether that is who the link was sent to.
        is_own: bool,
    },
    /// It is over.
    Over,
}

/// What somebody is told who follows the link of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The fault.
    pub number: Number,
    /// What is wrong.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it hits.
    pub services: Vec<ServiceRef>,
    /// When somebody said that there is a fault.
    pub declared_at: Timestamp,
    /// To whom the link was sent.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
}
