//! Rounds in which teams score each other: planned, open, and closed; Ada runs all of them.

use super::{Row, row};

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                                              visitor requester colleague stranger agent other lead owner disabled auditor admin
    row("GET /api/scores/rounds",                         "",                                        "> + + + + + + + > + +"),
    row("GET /api/scores/home",                           "",                                        "> + + + + + + + > + +"),
    row("GET /api/scores/round",                          "id={planned}",                            "> . . . + . . . > . +"),
    row("GET /api/scores/round",                          "id={round}",                              "> + + + + + + + > + +"),
    row("GET /api/scores/ballots",                        "id={round}",                              "> + . . . . . . > . ."),
    row("GET /api/scores/team",                           "id={scored}&team={workplace}",            "> . . . + . + . > + +"),
    row("GET /api/scores/planning",                       "id={planned}",                            "> . . . . . . . > . +"),
    row("POST /api/scores/plan",                          "round={planned}&version=1&name=Winter&first_day=2026-11-01&last_day=2026-11-30&opens=2026-12-01T08:00&closes=2026-12-15T18:00&owner={ben}&external=70&internal=30&dimensions.0.name_en=Warmth", "> . . . . . . . > . +"),
    row("POST /api/scores/cast",                          "round={round}&team={workplace}&abstain=1", "> + . . . . . . > . ."),
    row("POST /api/scores/end",                           "round={ending}",                          "> . . . + . . . > . ."),
    row("POST /api/scores/prolong",                       "round={round}&closes=2026-12-30T09:00",   "> . . . + . . . > . ."),
    row("POST /api/scores/appeal",                        "round={scored}&team={workplace}&reason=No", "> . . . . . + . > . ."),
    row("POST /api/scores/answer",                        "round={appealed}&team={workplace}&answer=Yes", "> . . . + . . . > . ."),
    row("PAGE /scores",                                   "/scores",                                 "> + + + + + + + > + +"),
    row("PAGE /scores/new",                               "/scores/new",                             "> . . . . . . . > . +"),
    row("PAGE /scores/{round}",                           "/scores/{planned}",                       "> . . . + . . . > . +"),
    row("PAGE /scores/{round}",                           "/scores/{scored}",                        "> + + + + + + + > + +"),
    row("PAGE /scores/{round}/edit",                      "/scores/{planned}/edit",                  "> . . . . . . . > . +"),
    row("PAGE /scores/{round}/vote",                      "/scores/{round}/vote",                    "> + . . . . . . > . ."),
    row("PAGE /scores/{round}/teams/{team}",              "/scores/{scored}/teams/{workplace}",      "> . . . + . + . > + +"),
    row("PAGE /scores/{id}/results.csv",                  "/scores/{scored}/results.csv",            "> . . . + . . . > . ."),
    row("PAGE /scores/{id}/results.json",                 "/scores/{scored}/results.json",           "> . . . + . . . > . ."),
];
