//! The second navigation beside every page of the administration: only places that open for the reader.

use domain::permit::{Permission, PermissionSet};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use crate::error::AppError;
use crate::reader::me;
use crate::ui::Icon;
use crate::ui::page::Failure;
use crate::words::words;

/// One page that the navigation leads to.
#[derive(Clone, Copy)]
pub struct Place {
    pub to: &'static str,
    pub icon: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    /// Any of these opens it.
    needs: PermissionSet,
}

/// The places in their three groups, as far as they open for somebody with these permissions.
#[must_use]
pub fn places(may: PermissionSet) -> Vec<(&'static str, Vec<Place>)> {
    let w = words().admin();
    let any = |to, icon, title, lead, needs: &[Permission]| Place { to, icon, title, lead, needs: PermissionSet::of(needs) };
    let place = |to, icon, title, lead, needs| any(to, icon, title, lead, &[needs]);
    let groups = vec![
        (
            w.who,
            vec![
                place("/admin/people", "people", w.people.title, w.people.lead, Permission::ManagePeople),
                place("/admin/teams", "team", w.teams.title, w.teams.lead, Permission::ManageTeams),
                place("/admin/roles", "role", w.roles.title, w.roles.lead, Permission::ManageRoles),
            ],
        ),
        (
            w.what,
            vec![
                place("/admin/services", "grid", w.services.title, w.services.lead, Permission::ManageServices),
                any(
                    "/admin/templates",
                    "quote",
                    w.templates.title,
                    w.templates.lead,
                    &[Permission::ManageTeams, Permission::ManageSettings],
                ),
                place("/admin/matrix", "matrix", w.settings.matrix, w.settings.matrix_lead, Permission::ManageSettings),
                place("/admin/settings", "settings", w.settings.title, w.settings.organisation_lead, Permission::ManageSettings),
            ],
        ),
        (
            w.promises,
            vec![
                place("/admin/policies", "target", w.policies.title, w.policies.lead, Permission::ManageSla),
                place("/admin/calendars", "calendar", w.calendars.title, w.calendars.lead, Permission::ManageSla),
                place("/admin/faults", "bolt", w.settings.goals, w.settings.goals_lead, Permission::ManageSettings),
                place("/admin/promises", "import", w.promises_file.title, w.promises_file.lead, Permission::ManageSla),
            ],
        ),
        (
            w.watch,
            vec![
                place("/admin/alerts", "bell", w.alerts.title, w.alerts.lead, Permission::ManageSettings),
                place("/admin/outbox", "outbox", w.outbox.title, w.outbox.lead, Permission::SeeOutbox),
                place("/admin/audit", "ledger", w.audit.title, w.audit.lead, Permission::SeeAudit),
                place("/admin/imports", "import", w.imports.title, w.imports.lead, Permission::Import),
                place("/admin/gaps", "duty-gap", w.gaps.title, w.gaps.lead, Permission::SeeGaps),
            ],
        ),
    ];
    let open = groups.into_iter().map(|(group, places)| {
        (group, places.into_iter().filter(|place| place.needs.iter().any(|permission| may.has(permission))).collect::<Vec<_>>())
    });
    open.filter(|(_, places)| !places.is_empty()).collect()
}

/// The frame; whoever may administer nothing finds nothing here.
#[component]
pub fn AdminFrame() -> impl IntoView {
    let groups = me().map(|me| places(me.may)).unwrap_or_default();
    if groups.is_empty() {
        let error = if me().is_some() { AppError::NotFound } else { AppError::SignedOut };
        return view! { <main id="main" class="main"><div class="page"><Failure error /></div></main> }.into_any();
    }
    view! {
        <main id="main" class="main admin">
            <nav class="subnav" aria-label=words().admin().title>
                {groups
                    .into_iter()
                    .map(|(group, places)| {
                        view! {
                            <p>{group}</p>
                            <ul>{places.into_iter().map(|place| view! { <SubPlace place /> }).collect_view()}</ul>
                        }
                    })
                    .collect_view()}
            </nav>
            <div class="page">
                <Outlet />
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn SubPlace(place: Place) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || {
        let rest = path.with(|path| path.strip_prefix(place.to).map(str::to_owned));
        rest.filter(|rest| rest.is_empty() || rest.starts_with('/')).map(|_| "page")
    };
    view! {
        <li>
            <a href=place.to aria-current=current>
                <Icon name=place.icon />
                {place.title}
            </a>
        </li>
    }
}
