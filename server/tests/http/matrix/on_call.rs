//! On call: rotas and escalation of the workplace team, in whose rota an agent has a turn.

use std::collections::BTreeMap;

use domain::on_call::policy::{PolicyDraft, StepDraft};
use domain::on_call::rota::RotaDraft;
use domain::permit::Actor;
use store::faults::{self, Declaration};
use store::testing::Company;
use store::{Store, on_call};

use super::{Row, row};

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                  visitor requester colleague stranger agent other lead owner disabled auditor admin
    row("GET /api/on-call/board",     "",                               "> . . . + + + + > + +"),
    row("GET /api/on-call/team",      "team={workplace}",               "> . . . + + + + > + +"),
    row("GET /api/on-call/rota",      "id={rota}",                      "> . . . + + + + > + +"),
    row("GET /api/on-call/new-rota",  "team={workplace}",               "> . . . . . + . > . +"),
    row("GET /api/on-call/policy",    "team={workplace}",               "> . . . . . + . > . +"),
    row("GET /api/on-call/asked",     "token={call}",                   "+ + + + + + + + + + +"),
    row("POST /api/on-call/save-rota", "team={workplace}&name=Days&zone=UTC&people.0={ada}&days=1&hand_over=mon&time=09:00&from=2026-11-16", "> . . . . . + . > . +"),
    row("POST /api/on-call/save-rota", "rota={rota}&version=1&name=Days&zone=UTC&people.0={ada}&days=1&hand_over=mon&time=09:00&from=2026-11-16", "> . . . . . + . > . +"),
    row("POST /api/on-call/delete-rota", "rota={spare_rota}",           "> . . . . . + . > . +"),
    row("POST /api/on-call/take-over", "rota={rota}&person={ada}&from=2026-11-20T08:00&until=2026-11-21T08:00", "> . . . + . + . > . +"),
    row("POST /api/on-call/withdraw", "id={override}",                  "> . . . + . + . > . +"),
    row("POST /api/on-call/save-policy", "team={workplace}&version=1&active=true&least=major&steps.0.after=0&steps.0.whom.0=leads&rounds=1&pause=15", "> . . . . . + . > . +"),
    row("POST /api/on-call/test",     "team={workplace}",               "> . . . . . + . > . +"),
    row("POST /api/faults/have",      "fault={called}",                 "> . . . + . + + > . +"),
    row("POST /api/on-call/have-by-link", "token={call}",               "+ + + + + + + + + + +"),
    row("PAGE /on-call",              "/on-call",                       "> . . . + + + + > + +"),
    row("PAGE /on-call/teams/{team}", "/on-call/teams/{workplace}",     "> . . . + + + + > + +"),
    row("PAGE /on-call/teams/{team}/new", "/on-call/teams/{workplace}/new", "> . . . . . + . > . +"),
    row("PAGE /on-call/teams/{team}/policy", "/on-call/teams/{workplace}/policy", "> . . . . . + . > . +"),
    row("PAGE /on-call/rotas/{rota}", "/on-call/rotas/{rota}",          "> . . . + + + + > + +"),
    row("PAGE /on-call/shifts.ics",   "/on-call/shifts.ics",            "> . . . + + + + > + +"),
    row("PAGE /have/{token}",         "/have/{call}",                   "+ + + + + + + + + + +"),
];

/// A rota of the workplace team that a step names and one that none does, somebody who takes over, and a fault that has called Ada.
pub async fn set(store: &Store, company: &Company, admin: &Actor, words: &mut BTreeMap<&'static str, String>) {
    let lead = store.as_actor(company.lead).await;
    let draft = |name: &str| RotaDraft {
        name: name.into(),
        zone: "UTC".into(),
        people: vec![company.ada.to_string(), company.ben.to_string()],
        days: "7".into(),
        hand_over: "mon".into(),
        time: "09:00".into(),
        from: "2026-11-16".into(),
    };
    let rota = on_call::create(store, &lead, company.workplace, &draft("First line")).await.unwrap();
    words.insert("rota", rota.to_string());
    let spare = on_call::create(store, &lead, company.workplace, &draft("Second line")).await.unwrap();
    words.insert("spare_rota", spare.to_string());
    let taking = on_call::Taking { person: company.ada.to_string(), from: String::new(), until: "2026-11-29T08:00".into() };
    on_call::take_over(store, &lead, rota, &taking).await.unwrap();
    words.insert("override", store.number("SELECT max(id) FROM rota_overrides").await.to_string());
    let policy = PolicyDraft {
        active: true,
        least: "major".into(),
        steps: vec![StepDraft { after: "0".into(), whom: vec![format!("rota:{rota}")] }],
        rounds: "1".into(),
        pause: "15".into(),
        ..PolicyDraft::default()
    };
    on_call::save_policy(store, &lead, company.workplace, 0, &policy).await.unwrap();
    let declaration = Declaration { title: "Grey outage".into(), service: Some(company.laptop), ticket: None };
    let fault = faults::declare(store, admin, &declaration).await.unwrap();
    assert_eq!(on_call::call_due(store, 10).await.unwrap(), 1);
    words.insert("called", fault.to_string());
    words.insert("ada", company.ada.to_string());
    words.insert("call", store.call_token(fault, company.ada).await);
}
