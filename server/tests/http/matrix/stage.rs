//! The company on which the matrix is walked: who asks, and what about.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::alert::integration::IntegrationDraft;
use domain::alert::rule::RuleDraft as AlertRule;
use domain::alert::signal::Told;
use domain::alert::{Said, Signal, Which};
use domain::calendar::{Draft, Week, typed_hours};
use domain::catalogue::ServiceDraft;
use domain::fault::action::Kind as ActionKind;
use domain::fault::post_mortem::{ActionDraft, ContentDraft, Section};
use domain::fault::update::{self, Stage as Standing};
use domain::form::Form;
use domain::id::{AttachmentId, TicketId, UserId};
use domain::locale::Localised;
use domain::people::{MailOccasion, TeamKind};
use domain::permit::{Actor, Permission, PermissionSet};
use domain::priority::{Impact, Urgency};
use domain::rating::Rating;
use domain::reply_template::TemplateDraft;
use domain::scoring::plan::{Dimension, Draft as RoundDraft};
use domain::settings::Settings;
use domain::sla::{Metric, PolicyDraft, Promise, RuleDraft};
use domain::survey::Kind as SurveyKind;
use domain::ticket::status::{WaitFor, WaitingOn};
use domain::ticket::{Kind, Resolution};
use domain::time::Span;
use store::faults::post_mortem::{self, Speaking, Step};
use store::faults::{self, Declaration};
use store::scoring::{self, Typed};
use store::sla::{self, calendars, policies};
use store::teams::TeamDraft;
use store::testing::{Company, ask_with};
use store::tickets::{self, Message, Then};
use store::{Store, accounts, alerts, files, imports, outbox, roles, services, sessions, settings, teams, templates};

use super::{further, on_call};
use crate::browser::session;

/// The columns of the tables, in their order.
pub const PEOPLE: [&str; 11] = [
    "a visitor",
    "the requester",
    "a colleague",
    "another requester",
    "an agent of the team",
    "an agent of another team",
    "the team's lead",
    "the service's owner",
    "a disabled account",
    "an auditor",
    "an administrator",
];

/// A password that everybody has.
pub const PASSWORD: &str = "violet-harbour-crane-93";

/// What nobody may read who may not know of it, and the columns of those who may: of [`PEOPLE`], then of [`further::FURTHER`].
pub const SECRETS: [(&str, &str); 7] = [
    ("Amber outage", ". . . . + + + + . + + . . . . + +"),
    ("Cobalt laptop", ". + . . + . + + . + + + + . . + +"),
    ("Crimson outage", ". + + . . + . + . + + . . . . . ."),
    ("whispered to colleagues", ". . . . + . + + . + + . . . . + +"),
    // Who reads a team's tickets reads on them which service they are about.
    ("Rooms of the board", ". . . . + + + . . + + . . . . + +"),
    ("Tin laptop", ". + . . . . . + . + + . . . + . ."),
    ("Cars of the drivers", ". . . . + . + . . + + . . + . + +"),
];

/// The people's cookies and the words that stand for rows in the tables.
pub struct Stage {
    /// One for each column; empty for the visitor.
    pub cookies: Vec<String>,
    words: BTreeMap<&'static str, String>,
}

impl Stage {
    /// Fills an empty database.
    pub async fn set(store: &Store) -> Self {
        let company = Company::found(store).await;
        let admin = store.as_actor(company.admin).await;
        let organised = Settings { organisation: "Kestrel Foods".into(), ..Settings::clone(&*store.settings().await.unwrap()) };
        settings::change(store, &admin, organised).await.unwrap();
        let mut words = BTreeMap::new();
        let auditor = auditor(store, &admin).await;
        let people = [
            company.rita,
            company.ron,
            company.stranger,
            company.ada,
            company.nina,
            company.lead,
            company.owner,
            company.gone,
            auditor,
            company.admin,
        ];
        set_catalogue(store, &company, &admin, &mut words).await;
        miss_a_promise(store, &company, &admin, &mut words).await;
        set_tickets(store, &company, &admin, &mut words).await;
        set_directory(store, &company, &admin, &mut words).await;
        set_fault(store, &company, &admin, &mut words).await;
        set_alerts(store, &company, &admin, &mut words).await;
        set_post_mortems(store, &company, &admin, &mut words).await;
        set_scores(store, &company, &admin, &mut words).await;
        on_call::set(store, &company, &admin, &mut words).await;
        set_surveys(store, &company, &mut words).await;
        let near: Vec<TicketId> = ["new", "started", "waiting", "resolved"].iter().map(|word| words[*word].parse().unwrap()).collect();
        let further = further::arrive(store, &company, &admin, &near).await;
        words.insert("outside", further.outside.to_string());
        words.insert("offered", further.offered.to_string());
        for person in people.into_iter().filter(|&person| person != company.gone) {
            let token = accounts::reset_link(store, &admin, person).await.unwrap();
            accounts::choose_password(store, &token, PASSWORD).await.unwrap();
        }
        let mut cookies = vec![String::new()];
        for person in people.into_iter().chain(further.people) {
            cookies.push(session(store, person).await);
        }
        session(store, company.rita).await;
        let rita = store.as_actor(company.rita).await;
        words.insert("session", sessions::own(store, &rita, "").await.unwrap().remove(0).id);
        words.insert("password", PASSWORD.to_owned());
        words.insert("settings", store.versioned_settings().await.unwrap().0.to_string());
        Self { cookies, words }
    }

    /// The text with the words of the stage in place of `{word}`; with `unknown`, the first one names nothing that there is.
    pub fn fill(&self, text: &str, unknown: bool) -> String {
        let mut filled = text.to_owned();
        if unknown && let Some(word) = first_word(text) {
            filled = filled.replacen(&format!("{{{word}}}"), &nothing(word), 1);
        }
        for (word, value) in &self.words {
            filled = filled.replace(&format!("{{{word}}}"), value);
        }
        assert!(!filled.contains('{'), "the stage has no such word: {filled}");
        filled
    }

    /// What an answer says, without what tells the thing that is asked for from one that there is not.
    pub fn nameless(&self, body: &str, text: &str) -> String {
        let Some(word) = first_word(text) else { return body.to_owned() };
        body.replace(&nothing(word), "…").replace(&self.words[word], "…")
    }
}

/// The word that names the object.
pub fn first_word(text: &str) -> Option<&str> {
    text.split_once('{')?.1.split_once('}').map(|(word, _)| word)
}

fn nothing(word: &str) -> String {
    match word {
        "SR" | "INC" => format!("{word}-999999"),
        _ => "999999".to_owned(),
    }
}

type Words = BTreeMap<&'static str, String>;

async fn auditor(store: &Store, admin: &Actor) -> UserId {
    let invitation =
        accounts::Invitation { name: "Ulla Auditor".into(), email: "ulla@example.com".into(), locale: None, teams: Vec::new(), role: None };
    let (user, token) = accounts::invite(store, admin, &invitation).await.unwrap();
    accounts::choose_password(store, &token, PASSWORD).await.unwrap();
    let role = roles::list(store, admin).await.unwrap().into_iter().find(|role| role.name == "Auditor").unwrap();
    roles::grant(store, admin, role.id, user, None).await.unwrap();
    user
}

async fn set_catalogue(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    ask_with(store, company.laptop, &Form::default()).await;
    let private = ServiceDraft {
        name: Localised::new("Rooms of the board", ""),
        description: Localised::default(),
        icon: String::new(),
        category: None,
        team: company.workplace,
        owner: None,
        kind: Kind::ServiceRequest,
        impact: Impact::Medium,
        urgency: Urgency::Medium,
        open_to_team: false,
        audience: vec![company.network],
    };
    let draft = services::create(store, admin, ServiceDraft { name: Localised::new("Keys", ""), ..private.clone() }).await.unwrap();
    ask_with(store, draft, &Form::default()).await;
    words.insert("draft", draft.to_string());
    let private = services::create(store, admin, private).await.unwrap();
    ask_with(store, private, &Form::default()).await;
    services::put_on_offer(store, admin, private).await.unwrap();
    words.insert("private", private.to_string());
    for name in ["Desks", "Networks"] {
        let category = services::create_category(store, admin, &Localised::new(name, "")).await.unwrap();
        words.insert("category", category.to_string());
    }
    words.insert("laptop", company.laptop.to_string());
    words.insert("service_version", store.number(&format!("SELECT version FROM services WHERE id = {}", company.laptop)).await.to_string());
}

/// A fault of the workplace team, with something to be done at each of its doors.
async fn set_fault(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    let [new, late] = ["new", "late"].map(|word| words[word].parse::<TicketId>().unwrap());
    let declaration = Declaration { title: "Amber outage".into(), service: Some(company.laptop), ticket: Some(late) };
    let fault = faults::declare(store, admin, &declaration).await.unwrap();
    faults::link(store, admin, fault, new).await.unwrap();
    let utc = store::zone::find("UTC").unwrap();
    for line in ["/restored 2026-11-16 07:00", "/located 2026-11-16 08:00", "It is dark."] {
        faults::say(store, admin, fault, line, &utc).await.unwrap();
    }
    faults::start_impact(store, admin, fault, store.now().minus(Span::from_hours(3)), None).await.unwrap();
    let chat = r#"{"text":"07:42 Mei: it is dark","zone":"UTC","day":"2026-11-16"}"#;
    for person in [company.ada, company.nina, company.owner, company.lead, company.admin] {
        let person = store.as_actor(person).await;
        store::drafts::keep(store, &person, &format!("chat:{fault}"), chat).await.unwrap();
    }
    words.insert("fault", fault.to_string());
    words.insert("filed_at", store.number(&format!("SELECT created_at FROM tickets WHERE id = {late}")).await.to_string());
    words.insert("entry", store.number("SELECT max(id) FROM fault_entries").await.to_string());
    words.insert("entry_at", store.number("SELECT max(at) FROM fault_entries").await.to_string());
    words.insert("impact_from", store.number("SELECT max(began_at) FROM fault_impacts").await.to_string());
    words.insert("impact", store.number("SELECT max(id) FROM fault_impacts").await.to_string());
}

/// Somebody who sends alerts, a fault that one of them declared, and a rule of which nothing comes.
async fn set_alerts(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    let draft = IntegrationDraft {
        name: "Prometheus".into(),
        kind: "alertmanager".into(),
        service: Some(company.laptop),
        owner: Some(company.admin),
        ..IntegrationDraft::default()
    };
    let (integration, _) = alerts::create(store, admin, &draft).await.unwrap();
    words.insert("integration", integration.to_string());
    let faulty = AlertRule { name: "Faults".into(), makes: "fault".into(), severity: "low".into(), ..AlertRule::default() };
    alerts::create_rule(store, admin, &faulty).await.unwrap();
    let told = Told { summary: "A disk is slow".into(), ..Told::default() };
    let which = Which::BeganAt(store.now().minus(Span::from_hours(1)));
    alerts::absorb(store, integration, &[Signal { key: "disk".into(), which, said: Said::Firing, told }]).await.unwrap();
    words.insert("alerted", store.number("SELECT max(id) FROM faults").await.to_string());
    let rule = AlertRule { name: "Nothing".into(), makes: "nothing".into(), ..AlertRule::default() };
    words.insert("alert_rule", alerts::create_rule(store, admin, &rule).await.unwrap().to_string());
}

/// Post-mortems of the workplace team's faults: a draft, one that an agent reviews, and one that everybody reads, with an action that is not done.
async fn set_post_mortems(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    let agent = store.as_actor(company.ada).await;
    let action = ActionDraft {
        kind: "prevent".into(),
        text: "Two ways in".into(),
        owner: Some(company.admin),
        due: "2026-12-24".into(),
        criterion: "One can be cut".into(),
        effect_days: String::new(),
    };
    let not = |kind: ActionKind| (kind != ActionKind::Prevent).then_some((kind, "It took a minute.".to_owned()));
    let text = ContentDraft {
        actions: vec![action],
        not_applicable: ActionKind::ALL.iter().filter_map(|&kind| not(kind)).collect(),
        ..ContentDraft::default()
    };
    for word in ["told", "reviewed", "known"] {
        let declaration = Declaration { title: "Violet outage".into(), service: Some(company.laptop), ticket: None };
        let fault = faults::declare(store, admin, &declaration).await.unwrap();
        post_mortem::begin(store, admin, fault).await.unwrap();
        if word == "told" {
            let speaking = Speaking { section: Section::Summary, paragraph: "x".into(), seen: "Dark".into(), text: "Hm".into() };
            words.insert("thread", post_mortem::comment(store, admin, fault, &speaking).await.unwrap().to_string());
        }
        if word != "told" {
            post_mortem::write(store, admin, fault, 1, &text).await.unwrap();
            post_mortem::step(store, admin, fault, &Step::Submit { reviewer: company.ada }).await.unwrap();
        }
        if word == "known" {
            post_mortem::step(store, &agent, fault, &Step::Approve).await.unwrap();
            post_mortem::step(store, admin, fault, &Step::Publish).await.unwrap();
            let update =
                update::Draft { stage: Standing::Investigating, headline: "Slow".into(), text: "We look into it.".into(), next_in: None };
            faults::publish(store, admin, fault, 0, &update).await.unwrap();
            words.insert("update", store.number("SELECT max(id) FROM fault_updates").await.to_string());
        }
        words.insert(word, fault.to_string());
    }
    words.insert("ben", company.ben.to_string());
}

/// Rounds of Ada's: one that is planned, two that are open, and two that are over, in which a requester scored the workplace team; of one it appealed.
async fn set_scores(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    let (agent, requester, lead) =
        (store.as_actor(company.ada).await, store.as_actor(company.rita).await, store.as_actor(company.lead).await);
    let draft = |opens: &str| RoundDraft {
        name: "Autumn".into(),
        first_day: "2026-11-01".into(),
        last_day: "2026-11-30".into(),
        opens: opens.into(),
        closes: "2026-12-15T18:00".into(),
        owner: Some(company.ada),
        external: "70".into(),
        internal: "30".into(),
        dimensions: Dimension::usual(),
    };
    words.insert("planned", scoring::plan(store, admin, &draft("2026-12-01T08:00")).await.unwrap().to_string());
    for word in ["round", "ending", "scored", "appealed"] {
        let round = scoring::plan(store, admin, &draft("2026-11-15T08:00")).await.unwrap();
        scoring::settle_due(store).await.unwrap();
        if matches!(word, "scored" | "appealed") {
            let said = Typed::Scores(vec!["9".into(); 5], String::new());
            scoring::cast(store, &requester, round, company.workplace, &said).await.unwrap();
            scoring::end(store, &agent, round).await.unwrap();
        }
        if word == "appealed" {
            scoring::appeal(store, &lead, round, company.workplace, "No").await.unwrap();
        }
        words.insert(word, round.to_string());
    }
}

/// A promise that was missed at once, and that nobody makes any more.
async fn miss_a_promise(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    let week = Week { mon: vec![["00:00".to_owned(), "24:00".to_owned()]], ..Week::default() };
    let mondays = Draft { zone: "UTC".to_owned(), week, ..Draft::default() };
    let calendar = calendars::create(store, admin, "Mondays", mondays).await.unwrap();
    let rule = RuleDraft { targets: [(Metric::Resolution, "1m".to_owned())].into(), ..RuleDraft::default() };
    let draft = PolicyDraft {
        name: "Rash".to_owned(),
        promise: Promise::Sla,
        calendar,
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: BTreeMap::new(),
        steps: None,
        rules: vec![rule],
    };
    let policy = policies::create(store, admin, &draft).await.unwrap();
    let late = company.file(store, company.rita, company.laptop, "Cobalt laptop, late").await;
    store.clock().advance(Span::from_minutes(2));
    sla::settle_due(store, 10).await.unwrap();
    policies::archive(store, admin, policy).await.unwrap();
    words.insert("late", late.to_string());
    words.insert("breach", store.number(&format!("SELECT id FROM breaches WHERE ticket_id = {late}")).await.to_string());
}

/// A ticket that was rated low, which is to be followed up.
async fn set_surveys(store: &Store, company: &Company, words: &mut Words) {
    let (rita, ada) = (store.as_actor(company.rita).await, store.as_actor(company.ada).await);
    let ticket = company.file(store, company.rita, company.laptop, "Slate laptop").await;
    tickets::take(store, &ada, ticket, None).await.unwrap();
    let resolution = Resolution::parse("fulfilled", "It is on your desk.").unwrap();
    tickets::resolve(store, &ada, ticket, resolution, None).await.unwrap();
    store::ratings::rate(store, &rita, ticket, Rating::parse(SurveyKind::Stars, "1", "").unwrap()).await.unwrap();
    words.insert("follow_up", store.number("SELECT max(id) FROM follow_ups").await.to_string());
}

async fn set_tickets(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    let rita = store.as_actor(company.rita).await;
    let ada = store.as_actor(company.ada).await;
    let new = company.file(store, company.rita, company.laptop, "Cobalt laptop").await;
    words.insert("new", new.to_string());
    words.insert("SR", format!("SR-{new}"));
    words.insert("filing", store.number(&format!("SELECT min(id) FROM events WHERE ticket_id = {new}")).await.to_string());
    let incident = company.file(store, company.rita, company.trouble, "Crimson outage").await;
    words.insert("incident", incident.to_string());
    words.insert("INC", format!("INC-{incident}"));
    for word in ["started", "waiting", "resolved"] {
        let title = if word == "resolved" { "Amber laptop" } else { "Cobalt laptop again" };
        let ticket = company.file(store, company.rita, company.laptop, title).await;
        tickets::take(store, &ada, ticket, None).await.unwrap();
        tickets::start(store, &ada, ticket, None).await.unwrap();
        words.insert(word, ticket.to_string());
        match word {
            "waiting" => {
                let wait = WaitFor { on: WaitingOn::Supplier, until: None, reason: String::new() };
                tickets::wait(store, &ada, ticket, wait, None).await.unwrap();
            }
            "resolved" => {
                let resolution = Resolution::parse("fulfilled", "It is on your desk.").unwrap();
                tickets::resolve(store, &ada, ticket, resolution, None).await.unwrap();
            }
            _ => {
                let text = "whispered to colleagues".to_owned();
                let note = Message { text, files: vec![file(store, &ada).await], seen: None };
                words.insert("note_file", note.files[0].to_string());
                tickets::note(store, &ada, ticket, note).await.unwrap();
                let reply = Message { text: "The plan.".into(), files: vec![file(store, &rita).await], seen: None };
                words.insert("file", reply.files[0].to_string());
                tickets::reply(store, &rita, ticket, reply, Then::Nothing).await.unwrap();
            }
        }
    }
    let lines = outbox::list(store, admin, None, None).await.unwrap().lines;
    let resolved = lines.iter().find(|line| line.occasion == MailOccasion::Resolved).unwrap();
    words.insert("mail", resolved.id.to_string());
    let held = lines.iter().find(|line| line.id != resolved.id).unwrap();
    outbox::put_aside(store, admin, held.id).await.unwrap();
    words.insert("held_mail", held.id.to_string());
    words.insert("rating", store.rating_token(resolved.ticket.unwrap().id).await);
}

async fn file(store: &Store, actor: &Actor) -> AttachmentId {
    let bytes = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"a plan of the dock"))]);
    files::receive(store, actor, "files", "plan.txt", bytes).await.unwrap().id
}

async fn set_policy(store: &Store, admin: &Actor, words: &mut Words) {
    let calendar = calendars::create(store, admin, "Office", office()).await.unwrap();
    let spare = calendars::create(store, admin, "Spare", office()).await.unwrap();
    let rule = RuleDraft { targets: BTreeMap::from([(Metric::Resolution, "2d".to_owned())]), ..RuleDraft::default() };
    let policy = PolicyDraft {
        name: "Standard".into(),
        promise: Promise::Sla,
        calendar,
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: BTreeMap::new(),
        steps: None,
        rules: vec![rule],
    };
    words.insert("policy", policies::create(store, admin, &policy).await.unwrap().to_string());
    words.insert("calendar", calendar.to_string());
    words.insert("spare_calendar", spare.to_string());
}

fn office() -> Draft {
    let week = Week { mon: typed_hours("09:00-17:00"), ..Week::default() };
    Draft { zone: "UTC".into(), week, ..Draft::default() }
}

async fn set_directory(store: &Store, company: &Company, admin: &Actor, words: &mut Words) {
    let draft = TeamDraft { name: "Spare".into(), description: String::new() };
    let spare = teams::create(store, admin, TeamKind::Service, &draft).await.unwrap();
    teams::set_member(store, admin, spare, company.lead, true).await.unwrap();
    let reports = PermissionSet::of(&[Permission::SeeReports]);
    let free = roles::create(store, admin, "Free", reports).await.unwrap();
    let held = roles::create(store, admin, "Held", reports).await.unwrap();
    roles::grant(store, admin, held, company.ben, None).await.unwrap();
    let invitation =
        accounts::Invitation { name: "Iris Invited".into(), email: "iris@example.com".into(), locale: None, teams: Vec::new(), role: None };
    let (invited, token) = accounts::invite(store, admin, &invitation).await.unwrap();
    let source = imports::Source {
        file_name: "log.csv".into(),
        fingerprint: "0".repeat(64),
        time_zone: "UTC".into(),
        mapping: BTreeMap::new(),
        rows: 0,
    };
    imports::begin(store, Some(admin), &source).await.unwrap();
    words.insert("import", store.number("SELECT max(id) FROM imports").await.to_string());
    let incoming = imports::Incoming { file_name: "log.csv", time_zone: "UTC", limit: 1_000 };
    let log = Bytes::from_static(b"number,incident_state,sys_updated_at\nINC1,New,4/3/2016 08:00\n");
    let log = futures::stream::iter([Ok::<_, std::io::Error>(log)]);
    let upload = imports::upload(store, admin, &server::import::Looker, &incoming, log).await.unwrap();
    words.insert("upload", upload.to_string());
    words.insert("workplace", company.workplace.to_string());
    words.insert("network", company.network.to_string());
    words.insert("sales", company.sales.to_string());
    words.insert("spare", spare.to_string());
    words.insert("team_version", store.number(&format!("SELECT version FROM teams WHERE id = {}", company.workplace)).await.to_string());
    for (word, team) in [("template", None), ("own_template", Some(company.workplace))] {
        let draft = TemplateDraft { team, name: "Hello".into(), text: "Hello {requester}".into() };
        words.insert(word, templates::create(store, admin, &draft).await.unwrap().to_string());
    }
    set_policy(store, admin, words).await;
    words.insert("role", free.to_string());
    words.insert("held", held.to_string());
    words.insert("ben", company.ben.to_string());
    words.insert("ron", company.ron.to_string());
    words.insert("invited", invited.to_string());
    words.insert("token", token);
}
