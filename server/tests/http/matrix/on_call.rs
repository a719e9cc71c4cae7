//! On call: rotas and escalation of the workplace team, in whose rota an agent has a turn.

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
    row("PAGE /have/{token}",         "/have/{call}",                   "+ + + + + + + + + + +"),
];
