//! People whose place is between others: they follow one ticket, hold a role for one team, serve from outside.
//!
//! Each goes through every door as the person of [`PEOPLE`] does whom they are like, except where [`EXCEPT`] says otherwise. So a new
//! door holds for them, too, before anybody has thought of them.

use domain::catalogue::ServiceDraft;
use domain::form::Form;
use domain::id::{TeamId, TicketId, UserId};
use domain::locale::Localised;
use domain::people::TeamKind;
use domain::permit::{Actor, Permission, PermissionSet};
use domain::priority::{Impact, Urgency};
use domain::ticket::Kind;
use store::teams::TeamDraft;
use store::testing::{Company, ask_with};
use store::tickets::{self, HandOver};
use store::{Store, accounts, roles, services, teams};

use super::stage::PEOPLE;
use super::{Row, row};

/// Who they are, and whom they are like.
pub const FURTHER: [(&str, &str); 6] = [
    ("a watcher", "another requester"),
    ("a further requester", "another requester"),
    ("a member of the audience", "another requester"),
    ("a supplier's member", "an agent of another team"),
    ("who may all for the team", "the team's lead"),
    ("who may read for the team", "an agent of another team"),
];

/// Where they are not alike. The marks are those of a row; `=` stands for what the other one gets.
#[rustfmt::skip]
const EXCEPT: &[(&str, &str, &str)] = &[
    //                                                                                                       watcher asks-too audience supplier all-of-team reads-team
    ("GET /api/catalogue/form",        "service={private}",                                                   "= = = . = ."),
    ("FILES /api/tickets/submit",      "service={private}&title=Docking+station",                             "= = = . = ."),
    ("GET /api/requests/one",          "id={new}",                                                            "+ + = = = +"),
    ("GET /api/requests/one",          "id={incident}",                                                       "= = = . = ."),
    ("FILES /api/requests/reply",      "ticket={started}&text=Any+news",                                      "= + = = = ="),
    ("FILES /api/requests/reply",      "ticket={incident}&text=Any+news",                                     "= = = . = ."),
    ("POST /api/requests/withdraw",    "ticket={new}&reason=found",                                           "= + = = = ="),
    ("POST /api/requests/confirm",     "ticket={resolved}",                                                   "= + = = = ="),
    ("GET /api/desk/ticket",           "ticket={new}",                                                        "= = = = = +"),
    ("GET /api/desk/ticket",           "ticket={started}",                                                    "= = = = = +"),
    ("GET /api/desk/ticket",           "ticket={incident}",                                                   "= = = . = ."),
    ("GET /api/desk/why",              "ticket={new}",                                                        "= = = = = +"),
    ("GET /api/desk/why",              "ticket={incident}",                                                   "= = = . = ."),
    ("PAGE /desk/{number}/why",        "/desk/{SR}/why",                                                      "= = = = = +"),
    ("PAGE /desk/{number}/why",        "/desk/{INC}/why",                                                     "= = = . = ."),
    ("POST /api/tickets/follow",       "ticket={new}",                                                        "+ + = = = +"),
    ("POST /api/tickets/follow",       "ticket={incident}",                                                   "= = = . = ."),
    ("POST /api/tickets/unfollow",     "ticket={new}",                                                        "+ + = = = +"),
    ("POST /api/tickets/take",         "ticket={incident}",                                                   "= = = . = ."),
    ("POST /api/tickets/hand-over",    "ticket={incident}&hand_team={workplace}&reason=theirs",               "= = = . = ."),
    ("POST /api/tickets/resolve",      "ticket={incident}&code=solved&text=Done",                             "= = = . = ."),
    ("POST /api/tickets/reopen",       "ticket={resolved}&reason=again",                                      "= + = = = ="),
    ("POST /api/tickets/cancel",       "ticket={new}&reason=found",                                           "= + = = = ="),
    ("POST /api/tickets/edit",         "ticket={incident}&impact=high&urgency=high",                          "= = = . = ."),
    ("POST /api/tickets/add-person",   "ticket={incident}&role=requester&who=Ron+Requester",                  "= = = - = ."),
    ("POST /api/tickets/add-person",   "ticket={new}&role=watcher&who=Ron+Requester",                         "= = = - = ="),
    ("FILES /api/tickets/file-for",    "service={laptop}&who=Ben+Agent&title=Docking+station",                "= = = - = ="),
    ("GET /api/admin/team",            "id={workplace}",                                                      "= = = . = ="),
    ("GET /api/admin/team",            "id={sales}",                                                          "= = = . = ="),
    ("FILES /api/tickets/answer",      "ticket={started}&mode=public&text=Soon",                              "= + = = = ="),
    ("FILES /api/tickets/answer",      "ticket={incident}&mode=internal&text=Hm",                             "= = = . = ."),
    ("POST /api/tickets/together",     "tickets[]={incident}.0&act=note&note=Hm",                             "= = = . = ."),
    ("POST /api/tickets/together",     "tickets[]={incident}&act=resolve&code=solved&resolution=Done",        "= = = . = ."),
    ("POST /api/tickets/together",     "tickets[]={new}&act=cancel&cancel_reason=found",                      "= + = = = ="),
    ("GET /api/admin/teams",           "archived=true",                                                       "= = + = = ="),
    ("POST /api/admin/archive-team",   "id={spare}&archived=true",                                            "= = = = . ="),
    ("PAGE /catalogue/{service}",      "/catalogue/{private}",                                                "= = = . = ."),
    ("PAGE /requests/{number}",        "/requests/{SR}",                                                      "+ + = = = +"),
    ("PAGE /requests/{number}",        "/requests/{INC}",                                                     "= = = . = ."),
    ("PAGE /files/{id}",               "/files/{file}",                                                       "+ + = = = +"),
    ("PAGE /files/{id}",               "/files/{note_file}",                                                  "= = = = = +"),
    ("PAGE /desk/{number}",            "/desk/{SR}",                                                          "= = = = = +"),
    ("PAGE /desk/{number}",            "/desk/{INC}",                                                         "= = = . = ."),
    ("PAGE /live",                     "/live?ticket={new}",                                                  "= = = = = +"),
    ("PAGE /live",                     "/live?ticket={incident}",                                             "= = = . = ."),
    ("PAGE /live",                     "/live?side=requester&ticket={new}",                                   "+ + = = = +"),
    ("PAGE /live",                     "/live?side=requester&ticket={incident}",                              "= = = . = ."),
    ("GET /api/desk/ticket",           "ticket={outside}",                                                    "= = = + = ="),
    ("GET /api/requests/one",          "id={outside}",                                                        "= = = + = ="),
    ("POST /api/tickets/take",         "ticket={outside}",                                                    "= = = + = ="),
    ("POST /api/tickets/begin",        "ticket={outside}",                                                    "= = = + = ="),
    ("POST /api/tickets/hand-over",    "ticket={outside}&hand_team={workplace}&reason=yours",                 "= = = + = ="),
    ("POST /api/tickets/edit",         "ticket={outside}&title=Better",                                       "= = = + = ="),
    ("FILES /api/tickets/answer",      "ticket={outside}&mode=public&text=Soon",                              "= = = + = ="),
    ("FILES /api/tickets/answer",      "ticket={outside}&mode=internal&text=Hm",                              "= = = + = ="),
    ("PAGE /desk/{number}",            "/desk/SR-{outside}",                                                  "= = = + = ="),
    ("PAGE /live",                     "/live?ticket={outside}",                                              "= = = + = ="),
    ("GET /api/catalogue/form",        "service={offered}",                                                   "= = + . = ."),
    ("FILES /api/tickets/submit",      "service={offered}&title=Docking+station",                             "= = + . = ."),
    ("PAGE /catalogue/{service}",      "/catalogue/{offered}",                                                "= = + . = ."),
    ("GET /api/faults/fault", "id={fault}", "= = = . = ="),
    ("POST /api/faults/say", "fault={fault}&line=Hm", "= = = . = ="),
    ("GET /api/faults/post-mortem", "id={known}&revision=0", "= = = . = ="),
    ("PAGE /faults/{number}/post-mortem", "/faults/FLT-{known}/post-mortem", "= = = . = ="),
    ("PAGE /incidents/{number}", "/incidents/FLT-{known}", "= = = . = ="),
    ("PAGE /faults/{number}", "/faults/FLT-{fault}", "= = = . = ="),
    ("PAGE /faults/{number}/export.md", "/faults/FLT-{fault}/export.md", "= = = . = ="),
    ("PAGE /faults/{number}/export.json", "/faults/FLT-{fault}/export.json", "= = = . = ="),
    ("GET /api/on-call/team", "team={workplace}", "= = = . = ="),
    ("GET /api/on-call/rota", "id={rota}", "= = = . = ="),
    ("PAGE /on-call/teams/{team}", "/on-call/teams/{workplace}", "= = = . = ="),
    ("PAGE /on-call/rotas/{rota}", "/on-call/rotas/{rota}", "= = = . = ="),
    ("GET /api/scores/rounds", "", "= = = . = ="),
    ("GET /api/scores/round", "id={round}", "= = = . = ="),
    ("PAGE /scores", "/scores", "= = = . = ="),
    ("PAGE /scores/{round}", "/scores/{scored}", "= = = . = ="),
    // The lead of a team appeals, and nobody in the lead's place.
    ("POST /api/scores/appeal", "round={scored}&team={workplace}&reason=No", "= = = = . ="),
    ("POST /api/faults/declare", "service={private}&title=All+rooms+are+dark", "= = = - = ="),
];

/// Doors to what only some of them are near to: a ticket that a supplier answers for, and a service for one business team.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                                                   visitor requester colleague stranger agent other lead owner disabled auditor admin
    row("GET /api/desk/ticket",        "ticket={outside}",                                               "> . . . . . . + > + +"),
    row("GET /api/requests/one",       "id={outside}",                                                   "> + . . . . . + > + +"),
    row("POST /api/tickets/take",      "ticket={outside}",                                               "> . . . . . . . > . +"),
    row("POST /api/tickets/begin",     "ticket={outside}",                                               "> . . . . . . . > . +"),
    row("POST /api/tickets/hand-over", "ticket={outside}&hand_team={workplace}&reason=yours",            "> . . . . . . . > . +"),
    row("POST /api/tickets/edit",      "ticket={outside}&title=Better",                                  "> . . . . . . + > . +"),
    row("FILES /api/tickets/answer",   "ticket={outside}&mode=public&text=Soon",                         "> + . . . . . . > . +"),
    row("FILES /api/tickets/answer",   "ticket={outside}&mode=internal&text=Hm",                         "> . . . . . . + > . +"),
    row("PAGE /desk/{number}",         "/desk/SR-{outside}",                                             "> . . . . . . + > + +"),
    row("PAGE /live",                  "/live?ticket={outside}",                                         "> . . . . . . + > + +"),
    row("GET /api/catalogue/form",     "service={offered}",                                              "> . . . + . + . > . +"),
    row("FILES /api/tickets/submit",   "service={offered}&title=Docking+station",                        "> . . . + . + . > . +"),
    row("PAGE /catalogue/{service}",   "/catalogue/{offered}",                                           "> . . . + . + . > . +"),
];

/// The marks of a row for those of [`FURTHER`], given those of the people whom they are like.
pub fn marks<'r>(row: &Row, of_people: &[&'r str]) -> Vec<&'r str> {
    let except = EXCEPT.iter().find(|(door, with, _)| *door == row.door && *with == row.with);
    let mut own = except.map(|(.., marks)| marks.split_whitespace()).into_iter().flatten();
    let alike = |like: &str| of_people[PEOPLE.iter().position(|person| *person == like).unwrap()];
    let mut marks = Vec::new();
    for (_, like) in FURTHER {
        let mark = own.next();
        assert!(mark.is_some() || except.is_none(), "{}: a column is missing", row.door);
        marks.push(mark.filter(|mark| *mark != "=").unwrap_or_else(|| alike(like)));
    }
    marks
}

/// Exceptions to rows that there are not.
pub fn astray<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> Vec<(&'static str, &'static str)> {
    let known = |door, with| rows.clone().any(|row| row.door == door && row.with == with);
    EXCEPT.iter().filter(|(door, with, _)| !known(*door, *with)).map(|&(door, with, _)| (door, with)).collect()
}

/// The people of [`FURTHER`], with what they are near to.
pub struct Further {
    pub people: [UserId; FURTHER.len()],
    /// A ticket of the requester's that a supplier answers for.
    pub outside: TicketId,
    /// A service of the workplace team for one business team alone.
    pub offered: domain::id::ServiceId,
}

/// Lets them come. The watcher follows these tickets, and the further requester asks for them.
pub async fn arrive(store: &Store, company: &Company, admin: &Actor, tickets: &[TicketId]) -> Further {
    let supplier = team(store, admin, TeamKind::Supplier, "Tin & Sons").await;
    let audience = team(store, admin, TeamKind::Business, "Drivers").await;
    let watcher = come(store, admin, "Wanda Watcher", None).await;
    let asks_too = come(store, admin, "Fred Further", None).await;
    let driver = come(store, admin, "Dora Driver", Some(audience)).await;
    let outsider = come(store, admin, "Tim Tin", Some(supplier)).await;
    let deputy = come(store, admin, "Dan Deputy", None).await;
    let reader = come(store, admin, "Rob Reader", None).await;
    for &ticket in tickets {
        tickets::add_watcher(store, admin, ticket, watcher).await.unwrap();
        tickets::add_requester(store, admin, ticket, asks_too).await.unwrap();
    }
    for (name, permissions, person) in
        [("Deputy", PermissionSet::ALL, deputy), ("Looks on", PermissionSet::of(&[Permission::SeeTickets]), reader)]
    {
        let role = roles::create(store, admin, name, permissions).await.unwrap();
        roles::grant(store, admin, role, person, Some(company.workplace)).await.unwrap();
    }
    let outside = company.file(store, company.rita, company.laptop, "Tin laptop").await;
    let to = HandOver { team: supplier, person: None, reason: "they built it".into() };
    tickets::hand_over(store, admin, outside, to, None).await.unwrap();
    let offered = offer(store, company, admin, audience).await;
    Further { people: [watcher, asks_too, driver, outsider, deputy, reader], outside, offered }
}

async fn team(store: &Store, admin: &Actor, kind: TeamKind, name: &str) -> TeamId {
    teams::create(store, admin, kind, &TeamDraft { name: name.into(), description: String::new() }).await.unwrap()
}

async fn come(store: &Store, admin: &Actor, name: &str, team: Option<TeamId>) -> UserId {
    let email = format!("{}@example.com", name.split(' ').next().unwrap().to_lowercase());
    let invitation = accounts::Invitation { name: name.into(), email, locale: None, teams: team.into_iter().collect(), role: None };
    let (user, token) = accounts::invite(store, admin, &invitation).await.unwrap();
    accounts::choose_password(store, &token, super::stage::PASSWORD).await.unwrap();
    user
}

async fn offer(store: &Store, company: &Company, admin: &Actor, audience: TeamId) -> domain::id::ServiceId {
    let draft = ServiceDraft {
        name: Localised::new("Cars of the drivers", ""),
        description: Localised::default(),
        icon: String::new(),
        category: None,
        team: company.workplace,
        owner: None,
        kind: Kind::ServiceRequest,
        impact: Impact::Medium,
        urgency: Urgency::Medium,
        open_to_team: false,
        audience: vec![audience],
    };
    let service = services::create(store, admin, draft).await.unwrap();
    ask_with(store, service, &Form::default()).await;
    services::put_on_offer(store, admin, service).await.unwrap();
    service
}
