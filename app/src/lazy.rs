//! The parts that a browser loads when it first needs them: what requesters never see does not travel to them.
//!
//! `cargo xtask build` cuts the compiled wasm at the functions here that are marked with `wasm_split`; what only they reach goes
//! into a file of its own. A page of such a part is named by a variant instead of its component, because whatever the routes
//! mention themselves would be reachable from the start and stay in the first file. The portal is in that first file: everybody comes
//! by it, and the parts share so much with it that a cut there made every page load more.

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::ChooseView;

macro_rules! part {
    ($(#[$doc:meta])* $views:ident in $module:ident, $load:ident, $show:ident { $($view:ident => $component:path,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $views {
            $(#[doc = stringify!($component)] $view,)+
        }

        #[wasm_split($module, wasm_split_path = ::leptos::wasm_split, preload($load), fallible)]
        fn $show(view: $views) -> Result<AnyView, SplitLoaderError> {
            Ok(match view { $($views::$view => $component().into_any(),)+ })
        }

        impl ChooseView for $views {
            async fn choose(self) -> AnyView {
                match $show(self).await {
                    Ok(view) => view,
                    Err(_) => give_way().await,
                }
            }

            async fn preload(&self) {
                // A part that cannot be had is found out when it is shown.
                drop($load().await);
            }
        }
    };
}

part! {
    /// What agents and leads see.
    DeskView in desk, load_desk, show_desk {
        Frame => crate::desk::frame::DeskFrame,
        Queue => crate::desk::queue_page::DeskPage,
        QueueAlone => crate::desk::queue_page::QueueAlone,
        Ticket => crate::desk::ticket_page::TicketPage,
        Why => crate::sla::why_page::WhyPage,
        New => crate::desk::new_page::NewPage,
        Search => crate::desk::search_page::SearchPage,
        TicketReport => crate::report::page::TicketReportPage,
        PromiseReport => crate::sla::report::page::PromiseReportPage,
        PromisesBehind => crate::sla::report::behind_page::BehindPage,
        BreachMonth => crate::sla::report::month_page::MonthPage,
    }
}

part! {
    /// What people answered when they were asked: for leads, now and then.
    SurveyView in surveys, load_surveys, show_surveys {
        Report => crate::surveys::report_page::SatisfactionPage,
        Answers => crate::surveys::answers_page::AnswersPage,
        FollowUps => crate::surveys::follow_ups_page::FollowUpsPage,
        Import => crate::surveys::import_page::ImportSurveysPage,
    }
}

part! {
    /// Faults: seldom, and then at once, so that the desk of a quiet day goes without them.
    FaultView in faults, load_faults, show_faults {
        List => crate::faults::list_page::FaultsPage,
        New => crate::faults::new_page::NewFaultPage,
        Fault => crate::faults::page::FaultPage,
        Chat => crate::faults::chat_page::ChatPage,
        PostMortem => crate::faults::post_mortem::page::PostMortemPage,
        EditPostMortem => crate::faults::post_mortem::edit_page::EditPostMortemPage,
        ComparePostMortem => crate::faults::post_mortem::compare_page::ComparePage,
        Actions => crate::faults::post_mortem::actions_page::ActionsPage,
        Status => crate::faults::status_page::StatusPage,
        Incidents => crate::faults::post_mortem::published_page::IncidentsPage,
        Incident => crate::faults::post_mortem::page::IncidentPage,
        Import => crate::faults::import::page::ImportFaultsPage,
        Report => crate::faults::report::page::FaultReportPage,
        Behind => crate::faults::report::behind_page::FaultsBehindPage,
        OnCall => crate::on_call::board_page::OnCallPage,
        TeamOnCall => crate::on_call::team_page::TeamOnCallPage,
        NewRota => crate::on_call::rota_fields::NewRotaPage,
        Rota => crate::on_call::rota_page::RotaPage,
        CallingPolicy => crate::on_call::policy_page::PolicyPage,
        Have => crate::on_call::have_page::HavePage,
    }
}

part! {
    /// Mutual scoring: a few minutes in a quarter, for everybody.
    ScoreView in scores, load_scores, show_scores {
        Rounds => crate::scoring::list_page::RoundsPage,
        New => crate::scoring::plan_page::NewRoundPage,
        Edit => crate::scoring::plan_page::EditRoundPage,
        Round => crate::scoring::round_page::RoundPage,
        Vote => crate::scoring::vote_page::VotePage,
        Team => crate::scoring::team_page::TeamScoresPage,
    }
}

part! {
    /// What people see of their own account, and what links in mails lead to: seldom, and then alone.
    OwnView in own, load_own, show_own {
        Account => crate::account::page::AccountPage,
        Forgot => crate::session::forgot_page::ForgotPage,
        Link => crate::session::link_page::LinkPage,
        Rate => crate::portal::rate_page::RatePage,
        SetUp => crate::session::set_up_page::SetUpPage,
    }
}

part! {
    /// What administrators see.
    AdminView in admin, load_admin, show_admin {
        Frame => crate::admin::frame::AdminFrame,
        Home => crate::admin::home_page::AdminHomePage,
        People => crate::admin::people::list_page::PeoplePage,
        Invite => crate::admin::people::invite_page::InvitePage,
        Person => crate::admin::people::person_page::PersonPage,
        Teams => crate::admin::teams::list_page::TeamsPage,
        NewTeam => crate::admin::teams::new_page::NewTeamPage,
        Team => crate::admin::teams::team_page::TeamPage,
        Roles => crate::admin::roles::list_page::RolesPage,
        NewRole => crate::admin::roles::new_page::NewRolePage,
        Role => crate::admin::roles::role_page::RolePage,
        Services => crate::admin::services::list_page::ServicesPage,
        NewService => crate::admin::services::new_page::NewServicePage,
        Service => crate::admin::services::service_page::ServicePage,
        ServiceSurvey => crate::admin::services::survey::ServiceSurveyPage,
        FormEditor => crate::admin::form_editor::page::FormEditorPage,
        FormVersion => crate::admin::form_editor::version_page::FormVersionPage,
        Categories => crate::admin::services::categories_page::CategoriesPage,
        Calendars => crate::admin::calendars::list_page::CalendarsPage,
        Calendar => crate::admin::calendars::page::CalendarPage,
        HolidayFile => crate::admin::calendars::file_page::HolidayFilePage,
        Policies => crate::admin::policies::list_page::PoliciesPage,
        Policy => crate::admin::policies::page::PolicyPage,
        Promises => crate::admin::promises::page::PromisesPage,
        Rebase => crate::admin::promises::rebase_page::RebasePage,
        Templates => crate::admin::templates::list_page::TemplatesPage,
        NewTemplate => crate::admin::templates::template_page::NewTemplatePage,
        Template => crate::admin::templates::template_page::TemplatePage,
        Matrix => crate::admin::settings::matrix_page::MatrixPage,
        Goals => crate::admin::settings::goals_page::GoalsPage,
        Alerts => crate::admin::alerts::list_page::AlertsPage,
        NewIntegration => crate::admin::alerts::new_page::NewIntegrationPage,
        Integration => crate::admin::alerts::integration_page::IntegrationPage,
        AlertRule => crate::admin::alerts::rule_page::AlertRulePage,
        Settings => crate::admin::settings::settings_page::SettingsPage,
        Outbox => crate::admin::outbox::page::OutboxPage,
        Mail => crate::admin::outbox::mail_page::MailPage,
        Audit => crate::admin::audit::page::AuditPage,
        Imports => crate::admin::imports::list_page::ImportsPage,
        Import => crate::admin::imports::import_page::ImportPage,
        Gaps => crate::admin::gaps::page::GapsPage,
    }
}

/// The parts that a page needs at once, so that its document can ask for them before the first file has started.
#[cfg(feature = "ssr")]
#[must_use]
pub fn parts_of(path: &str) -> &'static [&'static str] {
    match path.split('/').nth(1) {
        Some("reports") if path.split('/').nth(2) == Some("faults") => &["desk", "faults"],
        Some("reports") if path.split('/').nth(2) == Some("satisfaction") => &["desk", "surveys"],
        Some("follow-ups" | "surveys") => &["desk", "surveys"],
        Some("admin") => &["desk", "admin"],
        Some("faults" | "on-call") => &["desk", "faults"],
        Some("incidents" | "status" | "have") => &["faults"],
        Some("scores") => &["scores"],
        Some("desk" | "search" | "reports") => &["desk"],
        Some("account" | "forgot-password" | "rate" | "welcome" | "set-up") => &["own"],
        _ => &[],
    }
}

/// The part did not come: the network is gone, or the server has a newer version.
///
/// The page that is there stays, and works by plain forms and links. On the way to another page the browser goes there by itself,
/// and so comes by the newer version, or by its own word about the network.
async fn give_way() -> AnyView {
    let target = leptos_router::hooks::use_location();
    let (path, search) = (target.pathname.get_untracked(), target.search.get_untracked());
    let here = window().location();
    if here.pathname().is_ok_and(|shown| shown != path) {
        let search = if search.is_empty() { search } else { format!("?{search}") };
        // What the browser refuses here leaves the page as it is.
        drop(here.set_href(&format!("{path}{search}")));
    }
    std::future::pending().await
}
