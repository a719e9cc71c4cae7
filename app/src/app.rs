//! The application: context for every page, and the map from addresses to pages.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::account::frame::AccountFrame;
use crate::admin::routes::AdminRoutes;
use crate::error::AppError;
use crate::frame::{PlainFrame, PortalFrame};
use crate::lazy::{DeskView, FaultView, OwnView, ScoreView, SurveyView};
use crate::portal;
#[cfg(feature = "hydrate")]
use crate::reader::Reader;
use crate::reader::{Minutes, Returned, reader};
use crate::session;
use crate::ui::page::Failure;

/// The root of every page, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "hydrate")]
    provide_context(Reader::from_page());
    let reader = reader();
    if let Some(error) = reader.broken {
        // Within a router, too: the forms of its frame lead somewhere.
        return view! { <Router><PlainFrame><div class="single-card"><Failure error /></div></PlainFrame></Router> }.into_any();
    }
    let returned = Returned::new(&reader);
    provide_context(returned);
    Minutes::provide();
    Effect::new(move |_| returned.clear());
    view! {
        <Router>
            <Routes fallback=|| view! { <PlainFrame><div class="single-card"><Failure error=AppError::NotFound /></div></PlainFrame> }>
                <ParentRoute path=path!("") view=PortalFrame>
                    <Route path=path!("/") view=portal::home_page::HomePage />
                    <Route path=path!("/catalogue") view=portal::catalogue_page::CataloguePage />
                    <Route path=path!("/catalogue/:service") view=portal::request_form_page::RequestFormPage />
                    <Route path=path!("/requests") view=portal::requests_page::RequestsPage />
                    <Route path=path!("/requests/:number") view=portal::request_page::RequestPage />
                    <Route path=path!("/status") view=FaultView::Status />
                    <Route path=path!("/incidents") view=FaultView::Incidents />
                    <Route path=path!("/incidents/:number") view=FaultView::Incident />
                    <Route path=path!("/scores") view=ScoreView::Rounds />
                    <Route path=path!("/scores/new") view=ScoreView::New />
                    <Route path=path!("/scores/:round") view=ScoreView::Round />
                    <Route path=path!("/scores/:round/edit") view=ScoreView::Edit />
                    <Route path=path!("/scores/:round/vote") view=ScoreView::Vote />
                    <Route path=path!("/scores/:round/teams/:team") view=ScoreView::Team />
                </ParentRoute>
                <ParentRoute path=path!("") view=AccountFrame>
                    <Route path=path!("/account") view=OwnView::Account />
                </ParentRoute>
                <ParentRoute path=path!("") view=DeskView::Frame>
                    <Route path=path!("/desk/new") view=DeskView::New />
                    <ParentRoute path=path!("/desk") view=DeskView::Queue>
                        <Route path=path!("") view=DeskView::QueueAlone />
                        <Route path=path!(":number") view=DeskView::Ticket />
                        <Route path=path!(":number/why") view=DeskView::Why />
                    </ParentRoute>
                    <Route path=path!("/faults") view=FaultView::List />
                    <Route path=path!("/faults/new") view=FaultView::New />
                    <Route path=path!("/faults/actions") view=FaultView::Actions />
                    <Route path=path!("/faults/import") view=FaultView::Import />
                    <Route path=path!("/faults/:number") view=FaultView::Fault />
                    <Route path=path!("/faults/:number/chat") view=FaultView::Chat />
                    <Route path=path!("/faults/:number/post-mortem") view=FaultView::PostMortem />
                    <Route path=path!("/faults/:number/post-mortem/edit") view=FaultView::EditPostMortem />
                    <Route path=path!("/on-call") view=FaultView::OnCall />
                    <Route path=path!("/on-call/teams/:team") view=FaultView::TeamOnCall />
                    <Route path=path!("/on-call/teams/:team/new") view=FaultView::NewRota />
                    <Route path=path!("/on-call/teams/:team/policy") view=FaultView::CallingPolicy />
                    <Route path=path!("/on-call/rotas/:rota") view=FaultView::Rota />
                    <Route path=path!("/faults/:number/post-mortem/compare") view=FaultView::ComparePostMortem />
                    <Route path=path!("/search") view=DeskView::Search />
                    <AdminRoutes />
                    <Route path=path!("/reports/tickets") view=DeskView::TicketReport />
                    <Route path=path!("/reports/sla") view=DeskView::PromiseReport />
                    <Route path=path!("/reports/sla/tickets") view=DeskView::PromisesBehind />
                    <Route path=path!("/reports/faults") view=FaultView::Report />
                    <Route path=path!("/reports/faults/list") view=FaultView::Behind />
                    <Route path=path!("/reports/satisfaction") view=SurveyView::Report />
                    <Route path=path!("/reports/satisfaction/answers") view=SurveyView::Answers />
                    <Route path=path!("/follow-ups") view=SurveyView::FollowUps />
                    <Route path=path!("/surveys/import") view=SurveyView::Import />
                    <Route path=path!("/reports/breaches") view=DeskView::BreachMonth />
                </ParentRoute>
                <Route path=path!("/rate/:token") view=OwnView::Rate />
                <Route path=path!("/have/:token") view=FaultView::Have />
                <Route path=path!("/sign-in") view=session::sign_in_page::SignInPage />
                <Route path=path!("/forgot-password") view=OwnView::Forgot />
                <Route path=path!("/welcome/:token") view=OwnView::Link />
                <Route path=path!("/set-up/:token") view=OwnView::SetUp />
            </Routes>
        </Router>
    }
    .into_any()
}
