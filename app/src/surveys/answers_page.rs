//! The surveys behind a figure.

use domain::survey::Sentiment;
use domain::survey::report::Behind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Answers, satisfaction_answers};
use super::report_page::{ADDRESS, asking};
use crate::admin::parts::{Empty, Head, Pager};
use crate::reader::{clock, locale};
use crate::report::figures::grouped;
use crate::report::page::period;
use crate::sla::report::page::asked_by;
use crate::ticket::{AnswerMark, Guess};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// What narrows the list.
const NARROWING: [&str; 5] = ["key", "kind", "given", "answered", "guess"];

/// The page.
#[component]
pub fn AnswersPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            let part = [get("kind"), get("given"), get("answered"), get("guess")];
            (asked_by(query), query.get("key"), part, get("page").parse::<usize>().unwrap_or_default())
        })
    });
    let shown = load(
        move || asked.get(),
        |(asked, key, [kind, given, answered, guess], page)| {
            satisfaction_answers(asked.from, asked.to, asked.by, asked.team, key, kind, given, answered, guess, page)
        },
    );
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=move |answers| view! { <Shown answers /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

/// An address of the list that says another thing of one of its parts.
fn with(place: &str, name: &str, value: Option<&str>) -> String {
    let query = use_query_map();
    query.with_untracked(|query| {
        let mut to = asking(place, &asked_by(query));
        let parts = NARROWING.iter().filter(|part| **part != name).filter_map(|part| Some((*part, query.get(part)?)));
        for (part, value) in parts.chain(value.map(|value| (name, value.to_owned()))) {
            to.push(if to.contains('?') { '&' } else { '?' });
            to.push_str(part);
            to.push('=');
            to.push_str(&leptos_router::location::Url::escape(&value));
        }
        to
    })
}

#[component]
fn Shown(answers: Answers) -> impl IntoView {
    const PLACE: &str = "/reports/satisfaction/answers";
    let w = words().survey();
    let query = use_query_map();
    let (asked, guess, page) = query.with_untracked(|query| {
        let page = query.get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or_default();
        (asked_by(query), query.get("guess").unwrap_or_default(), page)
    });
    let above = vec![(asking(ADDRESS, &asked), w.report.to_owned())];
    let lead = format!("{} · {}", (w.surveys)(&grouped(answers.count)), period(&asked));
    let csv = with("/reports/satisfaction/answers.csv", "", None);
    let link = |name: &'static str, meant: Option<Sentiment>| {
        let current = (guess == meant.map(Sentiment::as_str).unwrap_or_default()).then_some("true");
        view! { <a href=with(PLACE, "guess", meant.map(Sentiment::as_str)) aria-current=current>{name}</a> }
    };
    let pills = Sentiment::ALL.iter().map(|&meant| link((words().ticket().guessed)(meant), Some(meant))).collect_view();
    let every = link(w.all_comments, None);
    let reached = answers.before + u64::try_from(answers.rows.len()).unwrap_or_default();
    let next = (reached < answers.count).then(|| with(PLACE, "page", Some(&(page + 1).to_string())));
    let first = (page > 0).then(|| with(PLACE, "page", None));
    let table = if answers.rows.is_empty() {
        view! { <Empty icon="star" title=w.no_surveys lead=w.no_surveys_lead /> }.into_any()
    } else {
        view! { <Table rows=answers.rows /> }.into_any()
    };
    view! {
        <Page title=w.answers>
            <Head title=w.answers lead above>
                <div class="page-actions"><a class="button" href=csv rel="external" download=""><Icon name="download" />"CSV"</a></div>
            </Head>
            <nav class="pills" data-scroll="" aria-label=w.comments_that>{every} {pills}</nav>
            {table}
            <Pager next first />
        </Page>
    }
}

#[component]
fn Table(rows: Vec<Behind>) -> impl IntoView {
    let w = words().survey();
    let rows = rows.into_iter().map(|row| view! { <Row row /> }).collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=w.answers>
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.answers}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.ticket}</th>
                        <th scope="col">{w.service}</th>
                        <th scope="col">{w.answer}</th>
                        <th scope="col">{w.comment}</th>
                        <th scope="col">{w.asked_at}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: Behind) -> impl IntoView {
    let w = words().survey();
    let clock = clock();
    let ticket = match (row.ticket, row.reference) {
        (Some(number), _) => view! { <a href=format!("/desk/{number}")>{number.to_string()}</a> }.into_any(),
        (None, reference) if reference.is_empty() => view! { <span>{w.past}</span> }.into_any(),
        (None, reference) => view! { <span>{reference}</span> }.into_any(),
    };
    let answer = match row.answer {
        Some(answer) => view! { <AnswerMark answer /> }.into_any(),
        None => view! { <span class="quiet">{w.no_answer}</span> }.into_any(),
    };
    let past = row.past.then(|| view! { " " <small class="quiet">{w.past}</small> });
    view! {
        <tr>
            <th scope="row">{ticket}</th>
            <td data-label=w.service>{row.service.get(locale()).to_owned()} " " <small class="quiet">{row.team}</small></td>
            <td data-label=w.answer>{answer}</td>
            <td data-label=w.comment><span class="wrap-anywhere">{row.comment} " " {row.guess.map(|guess| view! { <Guess guess /> })}</span></td>
            <td data-label=w.asked_at>{clock.date(row.asked_at)} {past}</td>
        </tr>
    }
}
