//! What services ask, what followed low ratings, the report on satisfaction, and surveys of other systems.

use super::{Row, row};

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                                              visitor requester colleague stranger agent other lead owner disabled auditor admin
    row("GET /api/admin/service-survey", "id={laptop}", "> . . . . . + + > . +"),
    row("POST /api/admin/set-service-survey", "id={laptop}&kind=nps&at=resolved&every=30", "> . . . . . + + > . +"),
    row("GET /api/follow-ups", "", "> . . . . . + . > + +"),
    row("POST /api/follow-ups/close", "id={follow_up}&outcome=explained&contacted=yes&learnt=It+was+late", "> . . . . . + . > . +"),
    row("GET /api/reports/satisfaction", "by=team&team={workplace}", "> . . . . . + . > + +"),
    row("GET /api/reports/satisfaction", "by=team&team={network}", "> . . . . . . . > + +"),
    row("GET /api/reports/satisfaction-answers", "kind=stars&team={workplace}", "> . . . . . + . > + +"),
    row("GET /api/reports/satisfaction-answers", "kind=stars&team={network}", "> . . . . . . . > + +"),
    row("GET /api/surveys/import", "", "> . . . . . . . > . +"),
    row("FILES /api/surveys/look-at-file", "text=service&zone=UTC&step=look", "> . . . . . . . > . +"),
    row("PAGE /admin/services/{service}/survey", "/admin/services/{laptop}/survey", "> . . . . . + + > . +"),
    row("PAGE /follow-ups", "/follow-ups", "> . . . . . + . > + +"),
    row("PAGE /reports/satisfaction", "/reports/satisfaction?team={workplace}", "> . . . . . + . > + +"),
    row("PAGE /reports/satisfaction", "/reports/satisfaction?team={network}", "> . . . . . . . > + +"),
    row("PAGE /reports/satisfaction.csv", "/reports/satisfaction.csv?team={workplace}", "> . . . . . + . > + +"),
    row("PAGE /reports/satisfaction.json", "/reports/satisfaction.json?team={network}", "> . . . . . . . > + +"),
    row("PAGE /reports/satisfaction/answers", "/reports/satisfaction/answers?team={workplace}", "> . . . . . + . > + +"),
    row("PAGE /reports/satisfaction/answers", "/reports/satisfaction/answers?team={network}", "> . . . . . . . > + +"),
    row("PAGE /reports/satisfaction/answers.csv", "/reports/satisfaction/answers.csv?team={network}", "> . . . . . . . > + +"),
    row("PAGE /surveys/import", "/surveys/import", "> . . . . . . . > . +"),
];
