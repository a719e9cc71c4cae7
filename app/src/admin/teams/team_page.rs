//! One team: what it is, who is in it, what it answers for.

use domain::directory::TeamDetail;
use domain::fault::post_mortem::ActionLine;
use domain::id::TeamId;
use domain::people::TeamKind;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ArchiveTeam, ChangeTeam, newest, team};
use super::members::Members;
use crate::admin::archive::{Archive, Said};
use crate::admin::parts::{ArchivedChip, Head, KindChip, SavedBanner, Section, Segmented, ServiceLinks, kind_icon};
use crate::admin::version::Version;
use crate::reader::clock;
use crate::ui::{ErrorSummary, Field, Form, Icon, Load, LongText, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page of one team.
#[component]
pub fn TeamPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| TeamId(params.with(|params| params.get("team").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let saved = Memo::new(move |_| query.with(|query| query.get("saved")));
    let shown = load(move || (id.get(), saved.get()), |(id, _)| team(id));
    let on_change = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |detail| view! { <Team detail on_change /> }.into_any() /> }.into_any()
}

#[component]
fn Team(detail: TeamDetail, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().teams;
    let name = detail.team.name.clone();
    let above = vec![("/admin/teams".to_owned(), w.title.to_owned())];
    let archived = detail.archived_at.is_some();
    let may_manage = detail.may_manage;
    let said = Said { archive: w.archive, archive_lead: w.archive_lead, restore: w.restore, archived_lead: w.archived_lead };
    view! {
        <Page title=name.clone()>
            <Head title=name above>
                <KindChip kind=detail.kind />
                {archived.then(|| view! { <ArchivedChip /> })}
            </Head>
            <SavedBanner title=words().admin().saved lead="" />
            <div class="form" data-size="m">
                <About detail=detail.clone() />
                <Members detail=detail.clone() on_change />
                <Services detail=detail.clone() />
                <Overdue actions=detail.overdue.clone() />
            </div>
            <p><a class="button" href=format!("/on-call/teams/{}", detail.team.id)><Icon name="bell" />{words().desk().on_call}</a></p>
            {may_manage.then(|| view! { <Archive to=ArchiveTeam::url() id=detail.team.id.to_string() archived said on_change /> })}
        </Page>
    }
}

/// What was agreed on after faults and should be done by now; nothing where all of it is.
#[component]
fn Overdue(actions: Vec<ActionLine>) -> impl IntoView {
    let w = &words().admin().teams;
    let clock = clock();
    let line = move |line: ActionLine| {
        let to = format!("/faults/{}/post-mortem#action-{}", line.fault, line.place + 1);
        let owner = line.owner.map(|owner| owner.name).unwrap_or_default();
        let due = line.due.map(|due| clock.date_of(&due.to_string())).unwrap_or_default();
        view! {
            <li>
                <div><span class="row-name"><a href=to>{line.text}</a></span><span class="row-note">{format!("{} {}", line.fault, line.title)}</span></div>
                <span class="small">{owner}</span>
                <span class="chip" data-tone="bad"><Icon name="status-breached" />{(w.overdue_since)(&due)}</span>
            </li>
        }
    };
    (!actions.is_empty()).then(|| {
        view! {
            <Section title=w.overdue lead=w.overdue_lead>
                <ul class="rows">{actions.into_iter().map(line).collect_view()}</ul>
            </Section>
        }
    })
}

/// Name and description, and the kind while the team is not yet made: what its members may do follows from it.
#[component]
pub fn TeamFields(#[prop(optional)] detail: Option<TeamDetail>) -> impl IntoView {
    let w = &words().admin().teams;
    let is_new = detail.is_none();
    let (name, description) = detail.map(|detail| (detail.team.name, detail.description)).unwrap_or_default();
    let kinds: Vec<_> = TeamKind::ALL
        .iter()
        .map(|&kind| (kind.as_str(), (words().admin().team_kind)(kind).to_owned(), kind_icon(kind).to_owned()))
        .collect();
    view! {
        <Field name="name" label=w.name value=name />
        <LongText name="description" label=w.description value=description optional=true rows=2 />
        {is_new.then(|| view! { <Segmented name="kind" label=w.kind hint=w.kind_hint value=TeamKind::Service.as_str() options=kinds /> })}
    }
}

#[component]
fn About(detail: TeamDetail) -> impl IntoView {
    let w = &words().admin().teams;
    if !detail.may_manage {
        return view! { <Section title=w.team><p>{detail.description}</p></Section> }.into_any();
    }
    let id = detail.team.id;
    view! {
        <Section title=w.team lead=w.team_lead>
            <Form to=ChangeTeam::url() class="stack">
                <ErrorSummary labels=vec![("name".to_owned(), w.name.to_owned())] />
                <input type="hidden" name="id" value=detail.team.id.to_string() />
                <Version version=detail.version now=format!("/admin/teams/{id}") fresh=move || newest(id) />
                <TeamFields detail />
                <div><Submit label=words().common().save /></div>
            </Form>
        </Section>
    }
    .into_any()
}

#[component]
fn Services(detail: TeamDetail) -> impl IntoView {
    let w = &words().admin().teams;
    view! {
        <Section title=w.services lead=w.services_lead>
            <ServiceLinks services=detail.services none=w.no_services />
        </Section>
    }
}
