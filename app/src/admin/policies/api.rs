//! Server functions of policies. What is being edited is kept on the server under its author, so that nothing is lost between steps.

use domain::id::{CalendarId, PolicyId, ServiceId, TeamId};
use domain::invalid::Code;
use domain::people::TeamKind;
use domain::sla::{Doubt, PolicyDifference, Promise};
use domain::ticket::view::PersonRef;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::editing;
use super::sheet::Sheet;
use crate::error::AppError;

/// The policy that is to be made: no row has this number.
pub const NEW: PolicyId = PolicyId(0);

/// A policy in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRow {
    pub id: PolicyId,
    pub name: String,
    pub promise: Promise,
    /// The calendar that counts where a rule names no other.
    pub calendar: Option<(CalendarId, String)>,
    pub rules: usize,
    /// Open tickets that it promised something.
    pub open: u64,
    pub archived: bool,
}

/// The policies that promise something, or all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyList {
    pub rows: Vec<PolicyRow>,
    pub archived: bool,
    /// Whether there are archived ones that are not shown.
    pub hides: bool,
    /// Whether there is a calendar that a policy could reckon with.
    pub has_calendar: bool,
}

/// What a policy may name, with what is out of use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    pub calendars: Vec<Named>,
    /// In the reader's language.
    pub services: Vec<Named>,
    pub teams: Vec<(Named, TeamKind)>,
    /// Those whom the policy names.
    pub people: Vec<PersonRef>,
    /// The other policies, for naming one that ties.
    pub policies: Vec<(PolicyId, String)>,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub id: i64,
    pub name: String,
    pub archived: bool,
}

impl Choices {
    /// A calendar by its name.
    #[must_use]
    pub fn calendar(&self, id: CalendarId) -> String {
        named(&self.calendars, id.get())
    }

    /// A service by its name.
    #[must_use]
    pub fn service(&self, id: ServiceId) -> String {
        named(&self.services, id.get())
    }

    /// A team by its name.
    #[must_use]
    pub fn team(&self, id: TeamId) -> String {
        self.teams.iter().find(|(team, _)| team.id == id.get()).map_or_else(|| format!("#{id}"), |(team, _)| team.name.clone())
    }
}

fn named(all: &[Named], id: i64) -> String {
    all.iter().find(|named| named.id == id).map_or_else(|| format!("#{id}"), |named| named.name.clone())
}

/// A version of a policy, and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    pub version: u32,
    pub since: Timestamp,
    pub until: Option<Timestamp>,
    pub by: Option<String>,
    /// Against the version before; nothing for the first one.
    pub differences: Vec<PolicyDifference>,
    /// What going back to it would change of what is in force.
    pub back: Vec<PolicyDifference>,
}

/// What somebody else saved while this reader was editing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meanwhile {
    pub by: Option<String>,
    pub at: Timestamp,
    pub theirs: Vec<PolicyDifference>,
    /// What is being edited here; nothing while it says nothing that can be read.
    pub mine: Vec<PolicyDifference>,
}

/// The rule that a ticket would find.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Tried {
    /// None: nothing would be promised.
    Nothing,
    /// A rule of the policy that is being edited, counted from 1.
    Here(usize),
    /// A rule of another one.
    There(PolicyId, String, usize),
    /// It cannot be said before what is wrong is put right: at most a few places with their reasons.
    Wrong(Vec<(String, Code)>),
}

/// A policy with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyEditor {
    /// [`NEW`], for one that is to be made.
    pub id: PolicyId,
    /// Its name as it is saved; empty for a new one.
    pub name: String,
    pub sheet: Sheet,
    /// What of it can be saved and is perhaps not meant.
    pub doubts: Vec<Doubt>,
    /// Whether the sheet is more than what is saved.
    pub changed: bool,
    pub choices: Choices,
    pub archived: bool,
    pub open: u64,
    /// The newest first.
    pub versions: Vec<VersionRow>,
    pub meanwhile: Option<Meanwhile>,
    pub tried: Option<Tried>,
}

/// The policies.
#[server(prefix = "/api", endpoint = "admin/policies", input = GetUrl)]
pub async fn list_policies(archived: bool) -> Result<PolicyList, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let lines = store::sla::policies::list(&visit.store, &actor).await.map_err(fail)?;
    let open = store::sla::choices::open_tickets(&visit.store, &actor).await.map_err(fail)?;
    let calendars = store::sla::calendars::list(&visit.store, &actor).await.map_err(fail)?;
    let hides = !archived && lines.iter().any(|line| line.archived);
    let has_calendar = calendars.iter().any(|calendar| !calendar.archived);
    let row = |line: store::sla::policies::Line| PolicyRow {
        id: line.id,
        promise: line.policy.promise,
        calendar: calendars
            .iter()
            .find(|calendar| calendar.id == line.policy.calendar)
            .map(|calendar| (calendar.id, calendar.name.clone())),
        rules: line.policy.rules.len(),
        open: open.get(&line.id).copied().unwrap_or_default(),
        name: line.policy.name,
        archived: line.archived,
    };
    let rows = lines.into_iter().filter(|line| archived || !line.archived).map(row).collect();
    Ok(PolicyList { rows, archived, hides, has_calendar })
}

/// One policy to change, or a new one that makes this kind of promise.
#[server(prefix = "/api", endpoint = "admin/policy", input = GetUrl)]
pub async fn load_policy(id: PolicyId, #[server(default)] promise: Option<Promise>) -> Result<PolicyEditor, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    editing::load(&visit, &actor, id, promise.unwrap_or_default()).await
}

/// Takes a step: `step` is the button's value, what was typed is read from the form as it came.
#[server(prefix = "/api", endpoint = "admin/edit-policy")]
pub async fn edit_policy(id: PolicyId, #[server(default)] promise: Option<Promise>, step: String) -> Result<(), AppError> {
    use super::sheet::Step;
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let step = Step::parse(&step).ok_or(AppError::Malformed)?;
    let promise = promise.unwrap_or_default();
    let mut sheet = editing::load(&visit, &actor, id, promise).await?.sheet;
    if step == Step::Discard {
        store::drafts::forget(&visit.store, &actor, &editing::draft_key(id, promise)).await.map_err(fail)?;
        if id == NEW {
            redirect("/admin/policies");
        }
        return Ok(());
    }
    let fields = Fields::of_request().by_name();
    sheet.take(&|name: &str| fields.get(name).cloned());
    let unknown = editing::add_people(&visit, &actor, &mut sheet, &fields).await?;
    sheet.step(step);
    if step != Step::Find {
        sheet.tried = None;
    }
    if step == Step::Overrule {
        editing::overrule(&visit, &actor, id, &mut sheet).await?;
    }
    if let Step::Restore(version) = step {
        editing::restore(&visit, &actor, id, &mut sheet, version).await?;
    }
    editing::keep(&visit, &actor, id, &sheet).await?;
    unknown.or(())?;
    match step {
        Step::Save => editing::save(&visit, &actor, id, &sheet).await,
        Step::Try => editing::try_on_the_past(&visit, &actor, id, &sheet).await,
        Step::Restore(version) => {
            redirect(&format!("{}?restored={version}&at={}", path(id, promise), visit.request_id));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Promises nothing new by a policy.
#[server(prefix = "/api", endpoint = "admin/archive-policy")]
pub async fn archive_policy(id: PolicyId) -> Result<(), AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::sla::policies::archive(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// The page of a policy.
#[must_use]
pub fn path(id: PolicyId, promise: Promise) -> String {
    if id == NEW { format!("/admin/policies/new?promise={promise}") } else { format!("/admin/policies/{id}") }
}
