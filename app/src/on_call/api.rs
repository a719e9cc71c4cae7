//! Server functions of being on call.

use domain::id::{FaultId, RotaId, TeamId};
use domain::on_call::view::{Asked, Board, PolicyForm, RotaForm, RotaShown, TeamShown};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// One rota, and the zones that its form offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaPage {
    pub rota: RotaShown,
    /// Empty for who does not decide about it.
    pub zones: Vec<String>,
}

/// The form of a new rota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaBeginning {
    pub form: RotaForm,
    pub zones: Vec<String>,
}

/// Who is on call, team by team.
#[server(prefix = "/api", endpoint = "on-call/board", input = GetUrl)]
pub async fn on_call_board() -> Result<Board, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::on_call::board(&visit.store, &actor).await.map_err(crate::visit::fail)
}

/// One team's on-call.
#[server(prefix = "/api", endpoint = "on-call/team", input = GetUrl)]
pub async fn on_call_team(team: TeamId) -> Result<TeamShown, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::on_call::team(&visit.store, &actor, team).await.map_err(crate::visit::fail)
}

/// One rota.
#[server(prefix = "/api", endpoint = "on-call/rota", input = GetUrl)]
pub async fn on_call_rota(id: RotaId) -> Result<RotaPage, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let rota = store::on_call::rota(&visit.store, &actor, id).await.map_err(crate::visit::fail)?;
    let zones = if rota.may_manage { store::zone::names() } else { Vec::new() };
    Ok(RotaPage { rota, zones })
}

/// What the form of a new rota begins with.
#[server(prefix = "/api", endpoint = "on-call/new-rota", input = GetUrl)]
pub async fn new_rota(team: TeamId) -> Result<RotaBeginning, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let form = store::on_call::form(&visit.store, &actor, team).await.map_err(crate::visit::fail)?;
    Ok(RotaBeginning { form, zones: store::zone::names() })
}

/// What the form of a team's escalation offers.
#[server(prefix = "/api", endpoint = "on-call/policy", input = GetUrl)]
pub async fn calling_policy(team: TeamId) -> Result<PolicyForm, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::on_call::policy_form(&visit.store, &actor, team).await.map_err(crate::visit::fail)
}

/// Makes a rota of `team`; with `rota`, changes that one, as it stood in `version`. The rest is read from the form as it came.
#[server(prefix = "/api", endpoint = "on-call/save-rota")]
pub async fn save_rota(
    #[server(default)] rota: Option<RotaId>,
    #[server(default)] team: Option<TeamId>,
    #[server(default)] version: i64,
) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    use domain::on_call::rota::{PEOPLE_MAX, RotaDraft};
    let (visit, actor) = signed_in()?;
    let fields = Fields::of_request();
    // One more than there may be, so that too many are refused and not forgotten.
    let people = (0..=PEOPLE_MAX).map_while(|place| fields.get(&format!("people.{place}")));
    let draft = RotaDraft {
        name: fields.one("name"),
        zone: fields.one("zone"),
        people: people.collect(),
        days: fields.one("days"),
        hand_over: fields.one("hand_over"),
        time: fields.one("time"),
        from: fields.one("from"),
    };
    let id = match (rota, team) {
        (Some(id), _) => store::on_call::change(&visit.store, &actor, id, version, &draft).await.map(|()| id),
        (None, Some(team)) => store::on_call::create(&visit.store, &actor, team, &draft).await,
        (None, None) => return Err(AppError::Malformed),
    };
    redirect(&format!("/on-call/rotas/{}?saved={}", id.map_err(fail)?, visit.request_id));
    Ok(())
}

/// Removes a rota.
#[server(prefix = "/api", endpoint = "on-call/delete-rota")]
pub async fn delete_rota(rota: RotaId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let team = store::on_call::delete(&visit.store, &actor, rota).await.map_err(fail)?;
    redirect(&format!("/on-call/teams/{team}?saved={}", visit.request_id));
    Ok(())
}

/// Puts somebody in for a while; the reader, where nobody is named.
#[server(prefix = "/api", endpoint = "on-call/take-over")]
pub async fn take_over(
    rota: RotaId,
    #[server(default)] person: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let taking = store::on_call::Taking { person, from, until };
    store::on_call::take_over(&visit.store, &actor, rota, &taking).await.map_err(fail)?;
    redirect(&format!("/on-call/rotas/{rota}?saved={}", visit.request_id));
    Ok(())
}

/// Takes it back that somebody is put in; `id` names it.
#[server(prefix = "/api", endpoint = "on-call/withdraw")]
pub async fn withdraw_override(id: i64) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let rota = store::on_call::withdraw(&visit.store, &actor, id).await.map_err(fail)?;
    redirect(&format!("/on-call/rotas/{rota}?saved={}", visit.request_id));
    Ok(())
}

/// Decides whom a team's faults call, as it stood in `version`. The rest is read from the form as it came.
#[server(prefix = "/api", endpoint = "on-call/save-policy")]
pub async fn save_policy(team: TeamId, #[server(default)] version: i64) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    use domain::on_call::policy::{PolicyDraft, STEPS_MAX, StepDraft, WHOM_MAX};
    let (visit, actor) = signed_in()?;
    let fields = Fields::of_request();
    let steps = (0..=STEPS_MAX).map_while(|row| {
        let after = fields.get(&format!("steps.{row}.after"))?;
        let whom = (0..=WHOM_MAX).map_while(|place| fields.get(&format!("steps.{row}.whom.{place}")));
        Some(StepDraft { after, whom: whom.collect() })
    });
    let draft = PolicyDraft {
        active: fields.has("active"),
        least: fields.one("least"),
        steps: steps.collect(),
        rounds: fields.one("rounds"),
        pause: fields.one("pause"),
        url: fields.one("url"),
        secret: fields.one("secret"),
    };
    store::on_call::save_policy(&visit.store, &actor, team, version, &draft).await.map_err(fail)?;
    redirect(&format!("/on-call/teams/{team}?saved={}", visit.request_id));
    Ok(())
}

/// Calls the reader once, of no fault.
#[server(prefix = "/api", endpoint = "on-call/test")]
pub async fn test_call(team: TeamId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::on_call::test(&visit.store, &actor, team).await.map_err(fail)?;
    redirect(&format!("/on-call/teams/{team}?tested={}#log", visit.request_id));
    Ok(())
}

/// Says that the reader has a fault.
#[server(prefix = "/api", endpoint = "faults/have")]
pub async fn have_fault(fault: FaultId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::on_call::have(&visit.store, &actor, fault).await.map_err(crate::visit::fail)
}

/// The fault that the link of a call is about.
#[server(prefix = "/api", endpoint = "on-call/asked", input = GetUrl)]
pub async fn asked_by_link(token: String) -> Result<Asked, AppError> {
    let visit = crate::visit::visit()?;
    store::on_call::asked(&visit.store, &token).await.map_err(crate::visit::fail)
}

/// Says by that link that its holder has the fault.
#[server(prefix = "/api", endpoint = "on-call/have-by-link")]
pub async fn have_by_link(token: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect};
    let visit = crate::visit::visit()?;
    store::on_call::have_by_link(&visit.store, &token).await.map_err(fail)?;
    redirect(&format!("/have/{token}?done={}", visit.request_id));
    Ok(())
}
