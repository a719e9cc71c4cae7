//! The page of the audit log.

use domain::directory::{AuditPage as Rows, AuditRow};
use domain::invalid::{Code, Invalid};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde_json::{Map, Value, json};

use super::api::{Asked, Verdict, audit, verify_audit};
use super::change::{Fact, Reading};
use super::sentence::{Piece, Sentence, Teller};
use crate::admin::parts::{Empty, Head, Pager, address};
use crate::reader::{clock, locale};
use crate::report::page::Day;
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
            Asked { who: of("who"), kind: of("kind"), number: of("number"), day: of("day"), before: of("before") }
        })
    });
    let verify = Memo::new(move |_| query.with(|query| query.get("verify").is_some()));
    let shown = load(move || asked.get(), |asked| audit(asked.who, asked.kind, asked.number, asked.day, asked.before));
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
    let is_day = asked.day.is_empty() || clock().moment_of(&format!("{}T00:00", asked.day)).is_some();
    let no_day = if is_day { Invalid::default() } else { Invalid::one("day", Code::NotADate) };
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
            <Day name="day" label=w.day typed=asked.day invalid=no_day />
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
        address(
            "/admin/audit",
            &[("who", &asked.who), ("kind", &asked.kind), ("number", &asked.number), ("day", &asked.day), ("before", before)],
        )
    };
    let next = rows.next.map(|next| to(&next.to_string()));
    let first = (!asked.before.is_empty()).then(|| to(""));
    let reading =
        Reading { locale: locale(), audit: w, ticket: words().ticket(), state: words().admin().account_state, names: &rows.names };
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
    sentence: Sentence,
    facts: Vec<Fact>,
    /// As it is stored, for whoever needs to know exactly.
    raw: String,
}

impl Said {
    fn of(row: &AuditRow, reading: &Reading<'_>) -> Self {
        let facts: Map<String, Value> = serde_json::from_str(&row.data).unwrap_or_default();
        let who = row.actor.as_ref().map_or(reading.audit.by_itself.to_owned(), |actor| actor.name.clone());
        let teller = Teller { reading, who, object: &row.object, facts };
        let sentence = teller.tell(&(reading.audit.action)(&row.action));
        let facts = reading.facts(&teller.facts, &sentence.told);
        let actor = row.actor.as_ref().map(|actor| actor.id.get());
        let raw = json!({ "id": row.id.get(), "at": clock().iso(row.at), "actor": actor, "action": row.action, "object": row.object });
        let raw = serde_json::to_string_pretty(&raw).unwrap_or_default();
        Self { sentence, facts, raw: format!("{raw}\n{}", row.data) }
    }
}

#[component]
fn Record(row: AuditRow, said: Said, broken: bool) -> impl IntoView {
    let w = &words().admin().audit;
    let clock = clock();
    let Said { sentence, facts, raw } = said;
    let pieces = sentence.pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => text.into_any(),
        Piece::Name { name, to: Some(to) } => view! { <a href=to>{name}</a> }.into_any(),
        Piece::Name { name, to: None } => view! { <b>{name}</b> }.into_any(),
    });
    let facts = facts.into_iter().map(|fact| view! { <li><FactLine fact /></li> }).collect_view();
    view! {
        <li data-broken=broken.then_some("")>
            <span class="ledger-mark"><Icon name=if broken { "x" } else { "check" } /></span>
            <time datetime=clock.iso(row.at) title=clock.full(row.at)>{clock.relative(row.at)}</time>
            <div class="ledger-act">
                <p>{pieces.collect_view()}</p>
                <ul class="ledger-facts">{facts}</ul>
            </div>
            <details class="ledger-raw">
                <summary>{(w.record)(row.id.get())}</summary>
                <pre>{raw}</pre>
            </details>
        </li>
    }
}

#[component]
fn FactLine(fact: Fact) -> impl IntoView {
    match fact {
        Fact::Change { name, from, to } => view! {
            {(!name.is_empty()).then(|| view! { <span class="quiet">{name}{words().common().colon}</span> })}
            <span class="change wrap-anywhere"><del>{from}</del><Icon name="arrow-right" /><ins>{to}</ins></span>
        }
        .into_any(),
        Fact::Given { name, value } => view! { <span class="quiet wrap-anywhere">{name}{words().common().colon}{value}</span> }.into_any(),
    }
}
