//! Tickets, as those who answer see and move them; the numbers about them.

use super::{Row, row};

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                                                       visitor requester colleague stranger agent other lead owner disabled auditor admin
    row("GET /api/desk/counts",        "",                                                                   "> + + + + + + + > + +"),
    row("GET /api/desk/queue",         "filter[view]=all_open",                                              "> + + + + + + + > + +"),
    row("GET /api/desk/search",        "words=laptop",                                                       "> + + + + + + + > + +"),
    row("GET /api/desk/choices",       "",                                                                   "> . . . + + + + > + +"),
    row("GET /api/desk/ticket",        "ticket={new}",                                                       "> . . . + . + + > + +"),
    row("GET /api/desk/ticket",        "ticket={started}",                                                   "> . . . + . + + > + +"),
    row("GET /api/desk/ticket",        "ticket={incident}",                                                  "> . . . . + . + > + +"),
    row("POST /api/tickets/take",      "ticket={new}",                                                       "> . . . + . + . > . +"),
    row("POST /api/tickets/take",      "ticket={incident}",                                                  "> . . . . + . . > . +"),
    row("POST /api/tickets/assign",    "ticket={new}&person={ben}",                                          "> . . . + . + . > . +"),
    row("POST /api/tickets/hand-over", "ticket={new}&hand_team={network}&reason=theirs",                     "> . . . + . + . > . +"),
    row("POST /api/tickets/hand-over", "ticket={incident}&hand_team={workplace}&reason=theirs",              "> . . . . + . . > . +"),
    row("POST /api/tickets/begin",     "ticket={new}",                                                       "> . . . + . + . > . +"),
    row("POST /api/tickets/wait",      "ticket={started}&on=requester",                                      "> . . . + . + . > . +"),
    row("POST /api/tickets/go-on",     "ticket={waiting}",                                                   "> . . . + . + . > . +"),
    row("POST /api/tickets/resolve",   "ticket={started}&code=fulfilled&text=Done",                          "> . . . + . + . > . +"),
    row("POST /api/tickets/resolve",   "ticket={incident}&code=solved&text=Done",                            "> . . . . + . . > . +"),
    row("POST /api/tickets/reopen",    "ticket={resolved}&reason=again",                                     "> + . . + . + . > . +"),
    row("POST /api/tickets/cancel",    "ticket={new}&reason=found",                                          "> + . . + . + . > . +"),
    row("POST /api/tickets/cancel",    "ticket={started}&reason=found",                                      "> . . . + . + . > . +"),
    row("POST /api/tickets/edit",      "ticket={new}&title=Better",                                          "> . . . + . + + > . +"),
    row("POST /api/tickets/edit",      "ticket={incident}&impact=high&urgency=high",                         "> . . . . + . + > . +"),
    row("POST /api/tickets/add-person", "ticket={new}&role=watcher&who=Ron+Requester",                       "> . . . + . + + > . +"),
    row("POST /api/tickets/add-person", "ticket={incident}&role=requester&who=Ron+Requester",                "> . . . . + . + > . +"),
    row("POST /api/tickets/remove-person", "ticket={new}&role=watcher&person={ron}",                         "> . . . + . + + > . +"),
    row("FILES /api/tickets/answer",   "ticket={started}&mode=public&text=Soon",                             "> + . . + . + . > . +"),
    row("FILES /api/tickets/answer",   "ticket={started}&mode=internal&text=Hm",                             "> . . . + . + + > . +"),
    row("FILES /api/tickets/answer",   "ticket={started}&mode=public&then=resolve&kind=incident&text=Done",  "> . . . + . + . > . +"),
    row("FILES /api/tickets/answer",   "ticket={incident}&mode=internal&text=Hm",                            "> . . . . + . + > . +"),
    row("POST /api/tickets/keep-draft", "text=Hm&ticket={new}",                                              "> + + + + + + + > + +"),
    row("FILES /api/tickets/file-for", "service={laptop}&who=Ben+Agent&title=Docking+station",              "> . . . + . + . > . +"),
    row("GET /api/reports/tickets",    "from=&to=&by=team&team={workplace}",                                 "> . . . . . + . > + +"),
    row("GET /api/reports/tickets",    "from=&to=&by=team&team={network}",                                   "> . . . . . . . > + +"),
];
