//! Which address of the administration shows which page.

use leptos::prelude::*;
use leptos_router::any_nested_route::IntoAnyNestedRoute;
use leptos_router::components::{ParentRoute, Route};
use leptos_router::path;

use crate::lazy::AdminView;

/// Everything below `/admin`.
#[component(transparent)]
pub fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/admin") view=AdminView::Frame>
            <Route path=path!("") view=AdminView::Home />
            <Route path=path!("people") view=AdminView::People />
            <Route path=path!("people/invite") view=AdminView::Invite />
            <Route path=path!("people/:person") view=AdminView::Person />
            <Route path=path!("teams") view=AdminView::Teams />
            <Route path=path!("teams/new") view=AdminView::NewTeam />
            <Route path=path!("teams/:team") view=AdminView::Team />
            <Route path=path!("roles") view=AdminView::Roles />
            <Route path=path!("roles/new") view=AdminView::NewRole />
            <Route path=path!("roles/:role") view=AdminView::Role />
            <Route path=path!("services") view=AdminView::Services />
            <Route path=path!("services/new") view=AdminView::NewService />
            <Route path=path!("services/:service") view=AdminView::Service />
            <Route path=path!("services/:service/survey") view=AdminView::ServiceSurvey />
            <Route path=path!("services/:service/form") view=AdminView::FormEditor />
            <Route path=path!("services/:service/form/:version") view=AdminView::FormVersion />
            <Route path=path!("categories") view=AdminView::Categories />
            <Route path=path!("calendars") view=AdminView::Calendars />
            <Route path=path!("calendars/:calendar") view=AdminView::Calendar />
            <Route path=path!("calendars/:calendar/holidays") view=AdminView::HolidayFile />
            <Route path=path!("policies") view=AdminView::Policies />
            <Route path=path!("policies/:policy") view=AdminView::Policy />
            <Route path=path!("policies/:policy/rebase") view=AdminView::Rebase />
            <Route path=path!("promises") view=AdminView::Promises />
            <Route path=path!("templates") view=AdminView::Templates />
            <Route path=path!("templates/new") view=AdminView::NewTemplate />
            <Route path=path!("templates/:template") view=AdminView::Template />
            <Route path=path!("matrix") view=AdminView::Matrix />
            <Route path=path!("faults") view=AdminView::Goals />
            <Route path=path!("alerts") view=AdminView::Alerts />
            <Route path=path!("alerts/new") view=AdminView::NewIntegration />
            <Route path=path!("alerts/rules/new") view=AdminView::AlertRule />
            <Route path=path!("alerts/rules/:rule") view=AdminView::AlertRule />
            <Route path=path!("alerts/:integration") view=AdminView::Integration />
            <Route path=path!("settings") view=AdminView::Settings />
            <Route path=path!("outbox") view=AdminView::Outbox />
            <Route path=path!("outbox/:mail") view=AdminView::Mail />
            <Route path=path!("audit") view=AdminView::Audit />
            <Route path=path!("imports") view=AdminView::Imports />
            <Route path=path!("imports/:import") view=AdminView::Import />
            <Route path=path!("gaps") view=AdminView::Gaps />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
