//! Server functions of faults.

use domain::fault::view::{FaultPage, FaultView};
use domain::id::{FaultId, ServiceId, TicketId};
use domain::ticket::view::{PersonRef, ServiceRef};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A page of the list, and what it can be narrowed by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultsListed {
    pub page: FaultPage,
    pub services: Vec<ServiceRef>,
    pub now: Timestamp,
}

/// One fault with all that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultShown {
    pub fault: FaultView,
    /// Who can be given a role, and what it can hit; empty for who may not work on it.
    pub candidates: Vec<PersonRef>,
    pub services: Vec<ServiceRef>,
    /// The reader's zone, in which times are typed.
    pub zone: String,
    pub now: Timestamp,
}

/// What the form of a new fault begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    pub services: Vec<ServiceRef>,
    /// The ticket that tells of it.
    pub ticket: Option<(domain::ticket::Number, String, ServiceId)>,
}

/// A page of the list; empty texts are no filter.
#[server(prefix = "/api", endpoint = "faults/list", input = GetUrl)]
pub async fn faults_list(
    #[server(default)] open: String,
    #[server(default)] severity: String,
    #[server(default)] service: String,
    #[server(default)] after: String,
) -> Result<FaultsListed, AppError> {
    use domain::fault::view::FaultFilter;
    let (visit, actor) = crate::visit::signed_in()?;
    let filter = FaultFilter { open: !open.is_empty(), severity: severity.parse().ok(), service: service.parse().ok() };
    let after = Some(after.as_str()).filter(|after| !after.is_empty());
    let page = store::faults::list(&visit.store, &actor, &filter, after).await.map_err(crate::visit::fail)?;
    let services = store::faults::declarable(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    Ok(FaultsListed { page, services, now: visit.now })
}

/// Says that the reader has the alerts of a fault that nobody has.
#[server(prefix = "/api", endpoint = "faults/acknowledge")]
pub async fn acknowledge_alerts(fault: FaultId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::alerts::acknowledge(&visit.store, &actor, fault).await.map_err(crate::visit::fail)
}

/// One fault.
#[server(prefix = "/api", endpoint = "faults/fault", input = GetUrl)]
pub async fn fault(id: FaultId) -> Result<FaultShown, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let fault = store::faults::view(&visit.store, &actor, id).await.map_err(fail)?;
    let (candidates, services) = if fault.may_work {
        (
            store::faults::candidates(&visit.store, &actor, id).await.map_err(fail)?,
            store::faults::declarable(&visit.store, &actor).await.map_err(fail)?,
        )
    } else {
        Default::default()
    };
    let zone = store::zone::name_of(&visit.store, actor.user).await.map_err(fail)?;
    Ok(FaultShown { fault, candidates, services, zone, now: visit.now })
}

/// What the form of a new fault begins with: of a ticket its title and service.
#[server(prefix = "/api", endpoint = "faults/new", input = GetUrl)]
pub async fn new_fault(#[server(default)] ticket: String) -> Result<Beginning, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let services = store::faults::declarable(&visit.store, &actor).await.map_err(fail)?;
    let ticket = match domain::ticket::Number::parse_id(&ticket) {
        Some(id) => {
            let detail = store::tickets::detail(&visit.store, &actor, id).await.map_err(fail)?;
            Some((detail.number, detail.title, detail.service.id))
        }
        None => None,
    };
    Ok(Beginning { services, ticket })
}

/// Says that there is a fault.
#[server(prefix = "/api", endpoint = "faults/declare")]
pub async fn declare_fault(
    #[server(default)] title: String,
    #[server(default)] service: String,
    #[server(default)] ticket: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let declaration = store::faults::Declaration { title, service: service.parse().ok(), ticket: ticket.parse::<TicketId>().ok() };
    let id = store::faults::declare(&visit.store, &actor, &declaration).await.map_err(fail)?;
    redirect(&format!("/faults/{}", domain::fault::number::Number(id)));
    Ok(())
}

/// Changes what a fault says about itself, as it stood in `version`.
#[server(prefix = "/api", endpoint = "faults/change")]
pub async fn change_fault(
    fault: FaultId,
    version: i64,
    #[server(default)] title: String,
    #[server(default)] severity: String,
    #[server(default)] services: Vec<ServiceId>,
    #[server(default)] drill: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    use domain::fault::{Severity, declaration::Details};
    let (visit, actor) = signed_in()?;
    let details = Details { title, severity: severity.parse().unwrap_or(Severity::Major), services, drill: !drill.is_empty() };
    store::faults::change(&visit.store, &actor, fault, version, &details).await.map_err(fail)
}

/// Says when a moment was: `now`, or as it was typed; that is read from the form as it came.
#[server(prefix = "/api", endpoint = "faults/moment")]
pub async fn set_moment(fault: FaultId, kind: String) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, signed_in};
    use domain::fault::moment::{Precision, Value};
    let (visit, actor) = signed_in()?;
    // Whoever may not work on it is not told what they typed wrong.
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let kind = kind.parse().map_err(|_| AppError::Malformed)?;
    let fields = Fields::of_request();
    let at = || super::when::typed("at", &fields.one("at"), &fields.one("zone"));
    let value = match fields.one("precision").as_str() {
        "now" => Value::Exact { at: visit.now },
        precision => match precision.parse().unwrap_or(Precision::Exact) {
            Precision::Unknown => Value::Unknown,
            Precision::Exact => Value::Exact { at: at()? },
            Precision::Estimated => Value::Estimated { at: at()? },
        },
    };
    let (evidence, why, based_on) = (fields.one("evidence"), fields.one("why"), fields.one("based_on").parse().ok());
    let saying = store::faults::Saying { kind, value, evidence, why, based_on };
    store::faults::set(&visit.store, &actor, fault, &saying).await.map_err(fail)
}

/// Says why the moments stand as they do.
#[server(prefix = "/api", endpoint = "faults/answer")]
pub async fn answer_question(fault: FaultId, question: String, #[server(default)] reason: String) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let question = question.parse().map_err(|_| AppError::Malformed)?;
    store::faults::answer(&visit.store, &actor, fault, question, &reason).await.map_err(fail)
}

/// Takes what a ticket suggests for a moment as what is said of it.
#[server(prefix = "/api", endpoint = "faults/confirm")]
pub async fn confirm_moment(fault: FaultId, kind: String, at: Timestamp, #[server(default)] why: String) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let kind = kind.parse().map_err(|_| AppError::Malformed)?;
    store::faults::confirm(&visit.store, &actor, fault, kind, at, &why).await.map_err(fail)
}

/// Writes a line into the timeline; its times are those of the reader's zone.
#[server(prefix = "/api", endpoint = "faults/say")]
pub async fn say_line(fault: FaultId, #[server(default)] line: String) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let name = store::zone::name_of(&visit.store, actor.user).await.map_err(fail)?;
    let zone = store::zone::find(&name).ok_or(AppError::Malformed)?;
    store::faults::say(&visit.store, &actor, fault, &line, &zone).await.map_err(fail)
}

/// Puts an entry to another time.
#[server(prefix = "/api", endpoint = "faults/retime")]
pub async fn retime_entry(
    fault: FaultId,
    entry: i64,
    was: Timestamp,
    #[server(default)] at: String,
    #[server(default)] zone: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let to = super::when::typed("at", &at, &zone)?;
    store::faults::retime(&visit.store, &actor, fault, entry, was, to).await.map_err(fail)
}

/// Gives a role to somebody, `me` for oneself, or to nobody; `was` is who had it.
#[server(prefix = "/api", endpoint = "faults/role")]
pub async fn hand_role(
    fault: FaultId,
    role: String,
    #[server(default)] was: String,
    #[server(default)] person: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let role = role.parse().map_err(|_| AppError::Malformed)?;
    let to = if person == "me" { Some(actor.user) } else { person.parse().ok() };
    store::faults::hand(&visit.store, &actor, fault, role, was.parse().ok(), to).await.map_err(fail)
}

/// Says that a ticket belongs to the fault.
#[server(prefix = "/api", endpoint = "faults/link")]
pub async fn link_ticket(fault: FaultId, #[server(default)] ticket: String) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    use domain::invalid::{Code, Invalid};
    let (visit, actor) = signed_in()?;
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let code = if ticket.trim().is_empty() { Code::Required } else { Code::UnknownReference };
    let ticket = domain::ticket::Number::parse_id(&ticket).ok_or_else(|| Invalid::one("ticket", code))?;
    store::faults::link(&visit.store, &actor, fault, ticket).await.map_err(fail)
}

/// Says that it does not.
#[server(prefix = "/api", endpoint = "faults/unlink")]
pub async fn unlink_ticket(fault: FaultId, ticket: TicketId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::faults::unlink(&visit.store, &actor, fault, ticket).await.map_err(crate::visit::fail)
}

/// Says that it hurts from a time on, or that it hurt for a while.
#[server(prefix = "/api", endpoint = "faults/start-impact")]
pub async fn start_impact(
    fault: FaultId,
    #[server(default)] from: String,
    #[server(default)] until: String,
    #[server(default)] zone: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let interval = interval(&from, &until, &zone)?;
    store::faults::start_impact(&visit.store, &actor, fault, interval.from, interval.until).await.map_err(fail)
}

/// Says when an interval ended that was open; now, if nothing is typed.
#[server(prefix = "/api", endpoint = "faults/stop-impact")]
pub async fn stop_impact(
    fault: FaultId,
    impact: i64,
    #[server(default)] until: String,
    #[server(default)] zone: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let until = if until.trim().is_empty() { visit.now } else { super::when::typed("until", &until, &zone)? };
    store::faults::stop_impact(&visit.store, &actor, fault, impact, until).await.map_err(fail)
}

/// Says that an interval was another one, or (`none`) that it never hurt then; `was_from` and `was_until` are what the person saw. All of it
/// is read from the form as it came.
#[server(prefix = "/api", endpoint = "faults/mend-impact")]
pub async fn mend_impact(fault: FaultId, impact: i64) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, signed_in};
    use domain::fault::impact::Interval;
    let (visit, actor) = signed_in()?;
    store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
    let fields = Fields::of_request();
    let seen = |name: &str| fields.one(name).parse().ok().map(Timestamp::from_millis);
    let was = Interval { from: seen("was_from").ok_or(AppError::Malformed)?, until: seen("was_until") };
    let typed = || interval(&fields.one("from"), &fields.one("until"), &fields.one("zone"));
    let to = if fields.has("none") { None } else { Some(typed()?) };
    let mending = store::faults::Mending { impact, was, to, why: fields.one("why") };
    store::faults::mend_impact(&visit.store, &actor, fault, &mending).await.map_err(fail)
}

/// An interval as it was typed; without an end it lasts.
#[cfg(feature = "ssr")]
fn interval(from: &str, until: &str, zone: &str) -> Result<domain::fault::impact::Interval, AppError> {
    let until = if until.trim().is_empty() { None } else { Some(super::when::typed("until", until, zone)?) };
    Ok(domain::fault::impact::Interval { from: super::when::typed("from", from, zone)?, until })
}
