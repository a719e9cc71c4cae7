//! Server functions of post-mortems.

use domain::fault::post_mortem::{ActionLine, PublishedLine, Shown};
use domain::id::FaultId;
use domain::ticket::view::{PersonRef, ServiceRef};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A fault with its post-mortem and whom its forms can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostMortemShown {
    pub shown: Shown,
    /// Who can be asked to review it; empty for who asks nobody.
    pub reviewers: Vec<PersonRef>,
    /// Who can own an action; empty for who does not write.
    pub owners: Vec<PersonRef>,
    /// Which services a ticket can be filed for; empty for who makes none of an action.
    pub services: Vec<ServiceRef>,
    pub now: Timestamp,
}

/// A fault with its post-mortem: what is worked on for those who do, what was published for its readers, or of a revision what was published then.
#[server(prefix = "/api", endpoint = "faults/post-mortem", input = GetUrl)]
pub async fn post_mortem(id: FaultId, revision: Option<u32>) -> Result<PostMortemShown, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let shown = store::faults::post_mortem::post_mortem(&visit.store, &actor, id, revision).await.map_err(fail)?;
    let inside = shown.may_write || shown.reviews;
    let reviewers = if inside { store::faults::post_mortem::reviewers(&visit.store, &actor, id).await.map_err(fail)? } else { Vec::new() };
    let mut owners = if shown.may_write { store::faults::candidates(&visit.store, &actor, id).await.map_err(fail)? } else { Vec::new() };
    // Whoever owns one already can go on doing so.
    let others = shown.people.iter().filter(|person| owners.iter().all(|one| one.id != person.id)).cloned().collect::<Vec<_>>();
    if shown.may_write {
        owners.extend(others);
        owners.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let owns =
        |written: &domain::fault::post_mortem::Written| written.content.actions.iter().any(|action| action.owner == Some(actor.user));
    let hands = actor.is_agent() && (shown.may_write || shown.written.as_ref().is_some_and(owns));
    let services = if hands { store::services::offered_refs(&visit.store, &actor).await.map_err(fail)? } else { Vec::new() };
    Ok(PostMortemShown { shown, reviewers, owners, services, now: visit.now })
}

/// Begins the post-mortem of a fault, and goes on to writing it.
#[server(prefix = "/api", endpoint = "faults/begin-post-mortem")]
pub async fn begin_post_mortem(fault: FaultId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::faults::post_mortem::begin(&visit.store, &actor, fault).await.map_err(fail)?;
    redirect(&format!("{}/edit", super::page::address(domain::fault::number::Number(fault))));
    Ok(())
}

/// Changes the text, as it stood in `version`; what was typed is read from the form as it came. `then` is `stay` for who goes on writing.
#[server(prefix = "/api", endpoint = "faults/write-post-mortem")]
pub async fn write_post_mortem(fault: FaultId, version: i64, #[server(default)] then: String) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let draft = typed(&Fields::of_request());
    store::faults::post_mortem::write(&visit.store, &actor, fault, version, &draft).await.map_err(fail)?;
    let page = super::page::address(domain::fault::number::Number(fault));
    redirect(&match then.as_str() {
        "stay" => format!("{page}/edit?saved={}", visit.request_id),
        _ => page,
    });
    Ok(())
}

#[cfg(feature = "ssr")]
fn typed(fields: &crate::admin::typed::Fields) -> domain::fault::post_mortem::ContentDraft {
    use domain::fault::action::Kind;
    use domain::fault::impact::ExtentDraft;
    use domain::fault::parts::Part;
    use domain::fault::post_mortem::{ActionDraft, Audience, Cause, ContentDraft, ROWS_MAX};
    let one = |name: &str| fields.one(name);
    // One more than there may be, so that too many are refused and not forgotten.
    let causes = (0..=ROWS_MAX).map_while(|row| {
        let text = fields.get(&format!("causes.{row}.text"))?;
        Some(Cause { category: one(&format!("causes.{row}.category")), text })
    });
    let actions = (0..=ROWS_MAX + Kind::ALL.len()).map_while(|row| {
        let part = |name: &str| one(&format!("actions.{row}.{name}"));
        Some(ActionDraft {
            kind: fields.get(&format!("actions.{row}.kind"))?,
            text: part("text"),
            owner: part("owner").parse().ok(),
            due: part("due"),
            criterion: part("criterion"),
            effect_days: part("effect_days"),
        })
    });
    let people = || fields.all("people[]").iter().filter_map(|person| person.parse().ok()).collect();
    ContentDraft {
        summary: one("summary"),
        impact: one("impact"),
        extent: ExtentDraft {
            users: one("users"),
            requests: one("requests"),
            money: one("money"),
            currency: one("currency"),
            minutes: one("minutes"),
        },
        why_this_long: Part::ALL.iter().map(|&part| (part, one(&format!("why.{part}")))).collect(),
        causes: causes.collect(),
        went_well: one("went_well"),
        went_wrong: one("went_wrong"),
        lucky: one("lucky"),
        actions: actions.collect(),
        not_applicable: Kind::ALL.iter().map(|&kind| (kind, one(&format!("not_applicable.{kind}")))).collect(),
        waiver: one("waiver"),
        audience: match one("audience").as_str() {
            "involved_teams" => Audience::InvolvedTeams,
            "people" => Audience::People { people: people() },
            _ => Audience::Company,
        },
    }
}

/// Takes a step: `submit`, `request_changes`, `approve`, `publish` or `reopen`; `why` says what should change, or what is added.
#[server(prefix = "/api", endpoint = "faults/post-mortem-step")]
pub async fn step_post_mortem(
    fault: FaultId,
    step: String,
    #[server(default)] reviewer: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    use domain::invalid::{Code, Invalid};
    use store::faults::post_mortem::Step;
    let (visit, actor) = signed_in()?;
    let step = match step.as_str() {
        "submit" => match reviewer.parse() {
            Ok(reviewer) => Step::Submit { reviewer },
            // Whoever may not ask anybody is not told what they left out.
            Err(_) => {
                store::faults::may_work(&visit.store, &actor, fault).await.map_err(fail)?;
                return Err(Invalid::one("reviewer", Code::Required).into());
            }
        },
        "request_changes" => Step::RequestChanges { what: why },
        "approve" => Step::Approve,
        "publish" => Step::Publish,
        "reopen" => Step::Reopen { why },
        _ => return Err(AppError::Malformed),
    };
    store::faults::post_mortem::step(&visit.store, &actor, fault, &step).await.map_err(fail)?;
    redirect(&format!("{}?at={}", super::page::address(domain::fault::number::Number(fault)), visit.request_id));
    Ok(())
}

/// Takes a step of an action: `finish`, `reopen`, `verify`, `helps` or `helps_not`.
#[server(prefix = "/api", endpoint = "faults/follow-action")]
pub async fn follow_action(
    fault: FaultId,
    place: usize,
    step: String,
    #[server(default)] evidence: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    use store::faults::post_mortem::{Done, follow};
    let (visit, actor) = signed_in()?;
    let done = match step.as_str() {
        "finish" => Done::Finish,
        "reopen" => Done::Reopen,
        "verify" => Done::Verify { evidence },
        "helps" => Done::Check { helps: true, note },
        "helps_not" => Done::Check { helps: false, note },
        _ => return Err(AppError::Malformed),
    };
    follow(&visit.store, &actor, fault, place, &done).await.map_err(fail)?;
    let page = super::page::address(domain::fault::number::Number(fault));
    redirect(&format!("{page}?at={}#action-{}", visit.request_id, place + 1));
    Ok(())
}

/// Says in which ticket an action is worked on: `make` a new one for a service, `link` one that there is, or `unlink` it.
#[server(prefix = "/api", endpoint = "faults/hand-action")]
pub async fn hand_action(
    fault: FaultId,
    place: usize,
    step: String,
    #[server(default)] service: String,
    #[server(default)] ticket: String,
) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    use domain::invalid::{Code, Invalid};
    use store::faults::post_mortem::{Handing, hand};
    let (visit, actor) = signed_in()?;
    let unknown = |field: &str, typed: &str| {
        let code = if typed.trim().is_empty() { Code::Required } else { Code::UnknownReference };
        Invalid::one(field, code)
    };
    let handing = match step.as_str() {
        "make" => service.parse().map(|service| Handing::Make { service }).map_err(|_| unknown("service", &service)),
        "link" => {
            domain::ticket::Number::parse_id(&ticket).map(|ticket| Handing::Link { ticket }).ok_or_else(|| unknown("ticket", &ticket))
        }
        "unlink" => Ok(Handing::Unlink),
        _ => return Err(AppError::Malformed),
    };
    let handing = match handing {
        Ok(handing) => handing,
        // Whoever may not is not told what they left out.
        Err(invalid) => {
            let shown = store::faults::post_mortem::post_mortem(&visit.store, &actor, fault, None).await.map_err(fail)?;
            let action = shown.written.as_ref().and_then(|written| written.content.actions.get(place));
            let owns = action.is_some_and(|action| action.owner == Some(actor.user));
            return Err(if shown.may_write || owns { invalid.into() } else { AppError::NotFound });
        }
    };
    hand(&visit.store, &actor, fault, place, handing).await.map_err(fail)?;
    let page = super::page::address(domain::fault::number::Number(fault));
    redirect(&format!("{page}?at={}#action-{}", visit.request_id, place + 1));
    Ok(())
}

/// Actions that are not done: `mine`, those that are `overdue`, or all.
#[server(prefix = "/api", endpoint = "faults/actions", input = GetUrl)]
pub async fn fault_actions(#[server(default)] whose: String) -> Result<Vec<ActionLine>, AppError> {
    use store::faults::post_mortem::{Whose, actions};
    let (visit, actor) = crate::visit::signed_in()?;
    let whose = match whose.as_str() {
        "mine" => Whose::Mine,
        "overdue" => Whose::Overdue,
        _ => Whose::Open,
    };
    actions(&visit.store, &actor, whose).await.map_err(crate::visit::fail)
}

/// What was published for the reader.
#[server(prefix = "/api", endpoint = "incidents/list", input = GetUrl)]
pub async fn published() -> Result<Vec<PublishedLine>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::faults::post_mortem::published(&visit.store, &actor).await.map_err(crate::visit::fail)
}
