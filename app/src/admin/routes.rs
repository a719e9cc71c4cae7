//! Which address of the administration shows which page.

use leptos::prelude::*;
use leptos_router::any_nested_route::IntoAnyNestedRoute;
use leptos_router::components::{ParentRoute, Route};
use leptos_router::path;

use super::frame::AdminFrame;
use super::home_page::AdminHomePage;
use super::{audit, form_editor, gaps, imports, outbox, people, roles, services, settings, teams};

/// Everything below `/admin`.
#[component(transparent)]
pub fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/admin") view=AdminFrame>
            <Route path=path!("") view=AdminHomePage />
            <Route path=path!("people") view=people::list_page::PeoplePage />
            <Route path=path!("people/invite") view=people::invite_page::InvitePage />
            <Route path=path!("people/:person") view=people::person_page::PersonPage />
            <Route path=path!("teams") view=teams::list_page::TeamsPage />
            <Route path=path!("teams/new") view=teams::new_page::NewTeamPage />
            <Route path=path!("teams/:team") view=teams::team_page::TeamPage />
            <Route path=path!("roles") view=roles::list_page::RolesPage />
            <Route path=path!("roles/new") view=roles::new_page::NewRolePage />
            <Route path=path!("roles/:role") view=roles::role_page::RolePage />
            <Route path=path!("services") view=services::list_page::ServicesPage />
            <Route path=path!("services/new") view=services::new_page::NewServicePage />
            <Route path=path!("services/:service") view=services::service_page::ServicePage />
            <Route path=path!("services/:service/form") view=form_editor::page::FormEditorPage />
            <Route path=path!("services/:service/form/:version") view=form_editor::version_page::FormVersionPage />
            <Route path=path!("categories") view=services::categories_page::CategoriesPage />
            <Route path=path!("matrix") view=settings::matrix_page::MatrixPage />
            <Route path=path!("settings") view=settings::settings_page::SettingsPage />
            <Route path=path!("outbox") view=outbox::page::OutboxPage />
            <Route path=path!("outbox/:mail") view=outbox::mail_page::MailPage />
            <Route path=path!("audit") view=audit::page::AuditPage />
            <Route path=path!("imports") view=imports::list_page::ImportsPage />
            <Route path=path!("imports/:import") view=imports::progress_page::ImportPage />
            <Route path=path!("gaps") view=gaps::page::GapsPage />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
