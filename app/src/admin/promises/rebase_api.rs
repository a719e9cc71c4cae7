//! Server functions that put the open tickets of a policy under what is in force now, after a look at what that would change.

use domain::id::{PolicyId, ServiceId, TeamId, TicketId};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::api::TrialView;
use crate::error::AppError;

/// A ticket, and what is due next of it: as it is, and as it would be.
pub type Move = (TicketId, Option<Timestamp>, Option<Timestamp>);

/// What re-basing would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebaseView {
    pub policy: PolicyId,
    pub name: String,
    /// To whose tickets it is narrowed.
    pub service: Option<ServiceId>,
    pub team: Option<TeamId>,
    /// What it can be narrowed to, with names in the reader's language.
    pub services: Vec<(ServiceId, String)>,
    pub teams: Vec<(TeamId, String)>,
    pub trial: TrialView,
    pub earlier: u64,
    pub later: u64,
    pub moves: Vec<Move>,
}

/// What putting the open tickets of a policy under what is in force now would change, of one service or team where one is named.
#[server(prefix = "/api", endpoint = "admin/rebase-preview", input = GetUrl)]
pub async fn preview_rebase(policy: PolicyId, service: Option<ServiceId>, team: Option<TeamId>) -> Result<RebaseView, AppError> {
    use crate::visit::{fail, signed_in};
    use store::sla::rebase::{Which, preview};
    let (visit, actor) = signed_in()?;
    let name = store::sla::policies::get(&visit.store, &actor, policy).await.map_err(fail)?.line.policy.name;
    let choices = store::sla::choices::choices(&visit.store, &actor).await.map_err(fail)?;
    let which = Which { policy: Some(policy), service, team, tickets: None };
    let preview = preview(&visit.store, &actor, &which).await.map_err(fail)?;
    let moves = preview.moves.into_iter().map(|moved| (moved.ticket, moved.before, moved.after)).collect();
    let trial = TrialView { tickets: preview.tickets, comparison: preview.comparison, named: preview.named };
    let locale = visit.reader.locale;
    // What is archived can still have open tickets.
    let services = choices.services.into_iter().map(|one| (one.id, one.name.get(locale).to_owned())).collect();
    let teams = choices.teams.into_iter().map(|(one, _)| (one.id, one.name)).collect();
    Ok(RebaseView { policy, name, service, team, services, teams, trial, earlier: preview.earlier, later: preview.later, moves })
}

/// Puts the open tickets of a policy under what is in force now, those of one service or team where one is named.
#[server(prefix = "/api", endpoint = "admin/rebase-tickets")]
pub async fn rebase_tickets(policy: PolicyId, service: Option<ServiceId>, team: Option<TeamId>, reason: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    use store::sla::rebase::{Which, rebase};
    let (visit, actor) = signed_in()?;
    store::sla::policies::get(&visit.store, &actor, policy).await.map_err(fail)?;
    let which = Which { policy: Some(policy), service, team, tickets: None };
    let done = rebase(&visit.store, &actor, &which, &reason).await.map_err(fail)?;
    redirect(&super::rebase_page::address(policy, service, team, &[("done", &done.to_string()), ("at", &visit.request_id)]));
    Ok(())
}
