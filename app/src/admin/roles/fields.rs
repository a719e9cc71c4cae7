//! A role's permissions as boxes to tick, in their three groups.

use domain::permit::{Permission, PermissionSet};
use leptos::prelude::*;

use crate::ui::{Field, form_state};
use crate::words::words;

const TICKETS: [Permission; 4] = [Permission::SeeTickets, Permission::Answer, Permission::Assign, Permission::EditTickets];
const RUNNING: [Permission; 8] = [
    Permission::ManageServices,
    Permission::ManageSla,
    Permission::ManageScoring,
    Permission::ManageTeams,
    Permission::ManagePeople,
    Permission::ManageRoles,
    Permission::ManageSettings,
    Permission::Import,
];
const WATCHING: [Permission; 4] = [Permission::SeeReports, Permission::SeeGaps, Permission::SeeOutbox, Permission::SeeAudit];

/// Name and permissions; `fixed` shows them only.
#[component]
pub fn RoleFields(#[prop(into)] name: String, permissions: PermissionSet, fixed: bool) -> impl IntoView {
    let w = &words().admin().roles;
    let groups = [(w.tickets, TICKETS.as_slice()), (w.running, RUNNING.as_slice()), (w.watching, WATCHING.as_slice())];
    view! {
        {(!fixed).then(|| view! { <Field name="name" label=w.name value=name /> })}
        {groups.map(|(title, of_group)| view! { <Boxes title of_group permissions fixed /> }).into_iter().collect_view()}
    }
}

#[component]
fn Boxes(title: &'static str, of_group: &'static [Permission], permissions: PermissionSet, fixed: bool) -> impl IntoView {
    let w = &words().admin().roles;
    let state = form_state();
    let typed = state.came_back().then(|| state.typed_all("permissions[]"));
    view! {
        <fieldset class="field">
            <legend>{title}</legend>
            <div class="stack" data-gap="s">
                {of_group
                    .iter()
                    .map(|&permission| {
                        let checked = match &typed {
                            Some(typed) => typed.iter().any(|name| name == permission.as_str()),
                            None => permissions.has(permission),
                        };
                        view! {
                            <label class="check">
                                <input type="checkbox" name="permissions[]" value=permission.as_str() checked=checked disabled=fixed />
                                <span>
                                    {(w.permission)(permission)}
                                    " "
                                    <small class="quiet">{(w.permission_hint)(permission)}</small>
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_box() {
        let boxes: PermissionSet = TICKETS.into_iter().chain(RUNNING).chain(WATCHING).collect();
        assert_eq!(boxes, PermissionSet::ALL);
        assert_eq!(TICKETS.len() + RUNNING.len() + WATCHING.len(), Permission::ALL.len());
    }
}
