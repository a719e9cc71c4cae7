//! Who is nobody yet, and what is everybody's own: session, account, catalogue, one's requests.

use super::{Row, row};

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                                                                   visitor requester colleague stranger agent other lead owner disabled auditor admin
    // The ways in
    row("POST /api/session/sign-in",           "email=rita@example.com&password={password}",                            "+ + + + + + + + + + +"),
    row("POST /api/session/sign-out",          "",                                                                      "+ + + + + + + + + + +"),
    row("POST /api/session/language",          "locale=zh-CN",                                                          "+ + + + + + + + + + +"),
    row("GET /api/session/set-up-link",        "token={token}",                                                         ". . . . . . . . . . ."),
    row("POST /api/session/set-up",            "token={token}&organisation=Kestrel&name=Eve&email=eve@example.com&password={password}&time_zone=UTC", ". . . . . . . . . . ."),
    row("GET /api/session/password-link",      "token={token}",                                                         "+ + + + + + + + + + +"),
    row("POST /api/session/choose-password",   "token={token}&password={password}",                                     "+ + + + + + + + + + +"),
    row("GET /api/session/sends-mail",         "",                                                                      "+ + + + + + + + + + +"),
    row("POST /api/session/forgot-password",   "email=rita@example.com",                                                "+ + + + + + + + + + +"),
    // One's own account
    row("GET /api/account/view",               "",                                                                      "> + + + + + + + > + +"),
    row("POST /api/account/profile",           "name=Somebody&time_zone=UTC&theme=dark&density=compact",                "> + + + + + + + > + +"),
    row("POST /api/account/mail",              "wanted[0]=replied",                                                     "> + + + + + + + > + +"),
    row("POST /api/account/password",          "present_password={password}&new_password=quiet-lantern-orbit-58",       "> + + + + + + + > + +"),
    row("POST /api/account/end-session",       "id={session}",                                                          "> + . . . . . . > . ."),
    row("POST /api/account/end-other-sessions", "",                                                                     "> + + + + + + + > + +"),
    row("POST /api/desk/density",              "density=compact",                                                       "> + + + + + + + > + +"),
    // The catalogue
    row("GET /api/catalogue/list",             "",                                                                      "> + + + + + + + > + +"),
    row("GET /api/catalogue/form",             "service={laptop}",                                                      "> + + + + + + + > + +"),
    row("GET /api/catalogue/form",             "service={private}",                                                     "> . . . + + + . > . +"),
    row("POST /api/catalogue/draft",           "fields=[]&service={laptop}",                                            "> + + + + + + + > + +"),
    row("POST /api/catalogue/discard-draft",   "service={laptop}",                                                      "> + + + + + + + > + +"),
    row("FILES /api/files/keep",               "note=nothing",                                                          "> + + + + + + + > + +"),
    row("GET /api/people/find",                "words=ada",                                                             "> + + + + + + + > + +"),
    row("GET /api/people/find",                "words=ada&everybody=true",                                              "> . . . + + + + > + +"),
    row("FILES /api/tickets/submit",           "service={laptop}&title=Docking+station",                                "> + + + + + + + > + +"),
    row("FILES /api/tickets/submit",           "service={private}&title=Docking+station",                               "> . . . + + + . > . +"),
    // Requests, as who asks sees them
    row("GET /api/requests/list",              "show=all&words=",                                                       "> + + + + + + + > + +"),
    row("GET /api/requests/list",              "show=team&words=",                                                      "> + + + + + + + > + +"),
    row("GET /api/requests/lately",            "",                                                                      "> + + + + + + + > + +"),
    row("GET /api/requests/one",               "id={new}",                                                              "> + . . + . + + > + +"),
    row("GET /api/requests/one",               "id={incident}",                                                         "> + + . . + . + > + +"),
    row("FILES /api/requests/reply",           "ticket={started}&text=Any+news",                                        "> + . . + . + . > . +"),
    row("FILES /api/requests/reply",           "ticket={incident}&text=Any+news",                                       "> + . . . + . . > . +"),
    row("POST /api/requests/draft",            "text=Any+news&ticket={new}",                                            "> + + + + + + + > + +"),
    row("POST /api/requests/withdraw",         "ticket={new}&reason=found",                                             "> + . . + . + . > . +"),
    row("POST /api/requests/withdraw",         "ticket={started}&reason=found",                                         "> . . . + . + . > . +"),
    row("POST /api/requests/confirm",          "ticket={resolved}",                                                     "> + . . . . . . > . ."),
    row("POST /api/requests/rate",             "ticket={resolved}&answer=5",                                            "> + . . . . . . > . ."),
    row("GET /api/ratings/link",               "token={rating}",                                                        "+ + + + + + + + + + +"),
    row("POST /api/ratings/rate",              "token={rating}&answer=5",                                               "+ + + + + + + + + + +"),
];
