//! People, teams, roles, services, and what holds for the whole instance.

use super::{Row, row};

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                                                       visitor requester colleague stranger agent other lead owner disabled auditor admin
    row("GET /api/admin/people",         "words=&state=&after=",                                             "> . . . . . . . > . +"),
    row("GET /api/admin/invitation",     "",                                                                 "> . . . . . . . > . +"),
    row("GET /api/admin/person",         "id={ron}",                                                         "> . . . . . . . > . +"),
    row("POST /api/admin/invite",        "name=Eve&email=eve@example.com",                                   "> . . . . . . . > . +"),
    row("POST /api/admin/password-link", "id={invited}",                                                     "> . . . . . . . > . +"),
    row("POST /api/admin/password-link", "id={ron}",                                                         "> . . . . . . . > . +"),
    row("POST /api/admin/allow-person",  "id={ron}&allowed=false",                                           "> . . . . . . . > . +"),
    // Teams
    row("GET /api/admin/teams",          "archived=true",                                                    "> + + . + + + + > + +"),
    row("GET /api/admin/new-team",       "",                                                                 "> . . . . . . . > . +"),
    row("GET /api/admin/team",           "id={workplace}",                                                   "> . . . + + + + > + +"),
    row("GET /api/admin/team",           "id={sales}",                                                       "> + + . + + + + > + +"),
    row("POST /api/admin/create-team",   "name=Printers&kind=service",                                       "> . . . . . . . > . +"),
    row("POST /api/admin/change-team",   "id={workplace}&version={team_version}&name=Workplaces",            "> . . . . . + . > . +"),
    row("POST /api/admin/add-member",    "team={workplace}&user={ron}",                                      "> . . . . . + . > . +"),
    row("POST /api/admin/remove-member", "team={workplace}&user={ben}",                                      "> . . . . . + . > . +"),
    row("POST /api/admin/set-lead",      "team={workplace}&user={ben}&lead=true",                            "> . . . . . + . > . +"),
    row("POST /api/admin/archive-team",  "id={spare}&archived=true",                                         "> . . . . . + . > . +"),
    row("POST /api/admin/archive-team",  "id={spare}&archived=false",                                        "> . . . . . . . > . +"),
    // Roles
    row("GET /api/admin/roles",          "",                                                                 "> . . . . . . . > . +"),
    row("GET /api/admin/role",           "id={role}",                                                        "> . . . . . . . > . +"),
    row("POST /api/admin/create-role",   "name=Reader&permissions[0]=see_reports",                           "> . . . . . . . > . +"),
    row("POST /api/admin/change-role",   "id={role}&name=Reader&permissions[0]=see_gaps",                    "> . . . . . . . > . +"),
    row("POST /api/admin/delete-role",   "id={role}",                                                        "> . . . . . . . > . +"),
    row("POST /api/admin/grant-role",    "role={role}&user={ron}",                                           "> . . . . . . . > . +"),
    row("POST /api/admin/revoke-role",   "role={held}&user={ben}",                                           "> . . . . . . . > . +"),
    // Services and their forms
    row("GET /api/admin/services",       "archived=true",                                                    "> . . . . . + + > . +"),
    row("GET /api/admin/new-service",    "",                                                                 "> . . . . . + . > . +"),
    row("GET /api/admin/service",        "id={laptop}",                                                      "> . . . . . + + > . +"),
    row("POST /api/admin/create-service", "team={workplace}&name_en=Chair&kind=service_request&impact=low&urgency=low", "> . . . . . + . > . +"),
    row("POST /api/admin/change-service", "id={laptop}&version={service_version}&team={workplace}&name_en=Laptops&kind=service_request&impact=low&urgency=low", "> . . . . . + + > . +"),
    row("POST /api/admin/archive-service", "id={laptop}&archived=true",                                      "> . . . . . + + > . +"),
    row("GET /api/admin/form",           "service={laptop}",                                                 "> . . . . . + + > . +"),
    row("GET /api/admin/form-version",   "service={laptop}&version=1",                                       "> . . . . . + + > . +"),
    row("POST /api/admin/edit-form",     "service={laptop}&based_on=1&step=add&new_type=text",               "> . . . . . + + > . +"),
    row("GET /api/admin/categories",     "",                                                                 "> . . . . . . . > . +"),
    row("POST /api/admin/create-category", "name_en=Rooms&name_zh=",                                         "> . . . . . . . > . +"),
    row("POST /api/admin/change-category", "id={category}&name_en=Rooms&name_zh=",                           "> . . . . . . . > . +"),
    row("POST /api/admin/raise-category", "id={category}",                                                   "> . . . . . . . > . +"),
    row("POST /api/admin/delete-category", "id={category}",                                                  "> . . . . . . . > . +"),
    // The whole instance
    row("GET /api/admin/settings",       "",                                                                 "> . . . . . . . > . +"),
    row("POST /api/admin/change-settings", "organisation=Kestrel&time_zone=UTC&close_after_days=5&reopen_within_days=7", "> . . . . . . . > . +"),
    row("POST /api/admin/change-matrix", "high.high=urgent&high.medium=high&high.low=normal&medium.high=high&medium.medium=normal&medium.low=low&low.high=normal&low.medium=low&low.low=low", "> . . . . . . . > . +"),
    row("GET /api/admin/audit",          "who=&kind=&number=&before=",                                       "> . . . . . . . > + +"),
    row("GET /api/admin/verify-audit",   "",                                                                 "> . . . . . . . > + +"),
    row("GET /api/admin/outbox",         "state=&before=",                                                   "> . . . . . . . > . +"),
    row("GET /api/admin/mail",           "id={mail}",                                                        "> . . . . . . . > . +"),
    row("POST /api/admin/retry-mail",    "id={mail}",                                                        "> . . . . . . . > . +"),
    row("GET /api/admin/imports",        "",                                                                 "> . . . . . . . > . +"),
    row("GET /api/admin/import",         "id={import}",                                                      "> . . . . . . . > . +"),
    row("GET /api/admin/gaps",           "after=",                                                           "> . . . . . . . > + +"),
];
