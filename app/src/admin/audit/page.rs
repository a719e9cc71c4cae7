//! The page of the audit log.

use domain::audit::Object;
use domain::directory::{AuditPage as Rows, AuditRow};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Asked, Verdict, audit, verify_audit};
use super::change::{Fact, Reading};
use crate::admin::parts::{Empty, Head, Pager, address};
use crate::reader::reader;
use crate::ui::{Icon, Load, Page, load};
use crate::words::admin::audit::OBJECTS;
use crate::words::words;

/// The log, newest first; `?verify=1` proves the chain.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let of = |name: &str| query.get(name).unwrap_or_default();
            Asked { who: of("who"), kind: of("kind"), number: of("number"), before: of("before") }
        })
    });
    let verify = Memo::new(move |_| query.with(|query| query.get("verify").is_some()));
    let shown = load(move || asked.get(), |asked| audit(asked.who, asked.kind, asked.number, asked.before));
    let verdict = load(move || verify.get(), |verify| async move { if verify { verify_audit().await.map(Some) } else { Ok(None) } });
    let w = &words().admin().audit;
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions"><a class="button" data-kind="primary" href="/admin/audit?verify=1"><Icon name="chain" />{w.verify}</a></div>
            </Head>
            <Load from=verdict view=|verdict| verdict.map(|verdict| view! { <VerdictBanner verdict /> }).into_any() />
            {move || view! { <Filters asked=asked.get() /> }}
            <Load
                from=shown
                view=move |rows| {
                    let broken = verdict.get_untracked().and_then(Result::ok).flatten();
                    view! { <List rows asked=asked.get_untracked() broken /> }.into_any()
                }
            />
        </Page>
    }
    .into_any()
}

#[component]
fn VerdictBanner(verdict: Verdict) -> impl IntoView {
    let w = &words().admin().audit;
    let (tone, title, lead) = match verdict {
        Verdict::Intact { records, head } => ("ok", (w.intact)(records), (w.intact_lead)(&head)),
        Verdict::Broken { record, sound } => ("bad", (w.broken)(record), (w.broken_lead)(sound)),
    };
    let role = if tone == "ok" { "status" } else { "alert" };
    view! {
        <div class="banner" data-tone=tone role=role>
            <Icon name="chain" />
            <div class="banner-body">
                <p class="banner-title">{title}</p>
                <p class="wrap-anywhere">{lead}</p>
            </div>
        </div>
    }
}

#[component]
fn Filters(asked: Asked) -> impl IntoView {
    let w = &words().admin().audit;
    view! {
        <form class="filters" method="get" action="/admin/audit">
            <div class="field">
                <label for="who">{w.who}</label>
                <input class="input" id="who" name="who" type="search" value=asked.who autocomplete="off" />
            </div>
            <div class="field">
                <label for="kind">{w.object}</label>
                <select class="input" id="kind" name="kind">
                    <option value="">{w.all_objects}</option>
                    {OBJECTS
                        .iter()
                        .map(|&kind| {
                            let selected = kind == asked.kind;
                            view! { <option value=kind selected=selected>{(w.object_kind)(kind)}</option> }
                        })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="number">{w.number}</label>
                <input class="input" id="number" name="number" data-width="s" value=asked.number autocomplete="off" />
            </div>
            <button class="button" type="submit">{words().admin().show}</button>
        </form>
    }
}

#[component]
fn List(rows: Rows, asked: Asked, broken: Option<Verdict>) -> impl IntoView {
    let w = &words().admin().audit;
    if rows.rows.is_empty() {
        let step = ("/admin/audit".to_owned(), w.everything.to_owned());
        return view! { <Empty icon="ledger" title=w.empty lead=w.empty_lead step /> }.into_any();
    }
    let to = |before: &str| {
        address("/admin/audit", &[("who", &asked.who), ("kind", &asked.kind), ("number", &asked.number), ("before", before)])
    };
    let next = rows.next.map(|next| to(&next.to_string()));
    let first = (!asked.before.is_empty()).then(|| to(""));
    let reading =
        Reading { locale: reader().locale, audit: w, ticket: words().ticket(), state: words().admin().account_state, names: &rows.names };
    let broken = match broken {
        Some(Verdict::Broken { record, .. }) => Some(record),
        _ => None,
    };
    view! {
        <ol class="ledger">
            {rows
                .rows
                .into_iter()
                .map(|row| {
                    let broken = broken == Some(row.id.get());
                    let said = Said::of(&row, &reading);
                    view! { <Record row said broken /> }
                })
                .collect_view()}
        </ol>
        <Pager next first />
    }
    .into_any()
}

/// What a record says, read out.
struct Said {
    object: String,
    /// As it is stored, for whoever needs to know exactly; cut where it is long.
    raw: String,
    facts: Vec<Fact>,
}

impl Said {
    fn of(row: &AuditRow, reading: &Reading<'_>) -> Self {
        let Object { kind, id } = &row.object;
        let called = id.parse().ok().and_then(|number| reading.named(kind, number)).unwrap_or(id);
        Self {
            object: format!("{} {called}", (reading.audit.object_kind)(kind)),
            raw: format!("{} · {kind} {id} · {}", row.action, row.data.chars().take(300).collect::<String>()),
            facts: reading.facts(&row.data),
        }
    }
}

#[component]
fn Record(row: AuditRow, said: Said, broken: bool) -> impl IntoView {
    let w = &words().admin().audit;
    let clock = reader().clock;
    let who = row.actor.map_or(w.by_itself.to_owned(), |actor| actor.name);
    let Said { object, raw, facts } = said;
    view! {
        <li data-broken=broken.then_some("")>
            <span class="ledger-mark"><Icon name=if broken { "x" } else { "check" } /></span>
            <time datetime=clock.iso(row.at) title=clock.full(row.at)>{clock.relative(row.at)}</time>
            <div class="ledger-act">
                <b>{who}</b>
                " "
                {(w.action)(&row.action)}
                " "
                {match page_of(&row.object) {
                    Some(to) => view! { <a href=to>{object}</a> }.into_any(),
                    None => view! { <b>{object}</b> }.into_any(),
                }}
                {facts.into_iter().map(|fact| view! { " " <FactLine fact /> }).collect_view()}
                <small title=raw>{row.action}</small>
            </div>
            <code class="ledger-hash">{(w.record)(row.id.get())}</code>
        </li>
    }
}

#[component]
fn FactLine(fact: Fact) -> impl IntoView {
    match fact {
        Fact::Change { name, from, to } => view! {
            <span class="nowrap">{(!name.is_empty()).then(|| format!("{name}: "))}</span>
            <span class="change wrap-anywhere"><del>{from}</del><Icon name="arrow-right" /><ins>{to}</ins></span>
        }
        .into_any(),
        Fact::Given { name, value } => view! { <span class="quiet wrap-anywhere">{format!("{name}: {value}")}</span> }.into_any(),
    }
}

/// The page of what a record is about.
fn page_of(object: &Object) -> Option<String> {
    let id = &object.id;
    id.parse::<i64>().ok()?;
    Some(match object.kind.as_str() {
        "user" => format!("/admin/people/{id}"),
        "team" => format!("/admin/teams/{id}"),
        "role" => format!("/admin/roles/{id}"),
        "service" => format!("/admin/services/{id}"),
        "mail" => format!("/admin/outbox/{id}"),
        "import" => format!("/admin/imports/{id}"),
        "ticket" => format!("/tickets/{id}"),
        _ => return None,
    })
}
