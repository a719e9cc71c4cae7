//! What followed low ratings: for leads, with the form that ends it.

use domain::survey::{FollowUpLine, Outcome, Whose};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{CloseFollowUp, list_follow_ups};
use crate::admin::parts::{Done, Empty, Head};
use crate::reader::clock;
use crate::ticket::RatingSaid;
use crate::ui::{Choice, Choices, ErrorSummary, Form, Icon, Load, LongText, Page, Select, ServerFn, Submit, load};
use crate::words::words;

/// The page.
#[component]
pub fn FollowUpsPage() -> impl IntoView {
    let w = words().survey();
    let query = use_query_map();
    let whose = Memo::new(move |_| query.with(|query| query.get("whose").and_then(|whose| whose.parse().ok()).unwrap_or_default()));
    let closed = Memo::new(move |_| query.with(|query| query.get("closed")));
    let shown = load(move || (whose.get(), closed.get()), |(whose, _): (Whose, Option<String>)| list_follow_ups(whose.to_string()));
    let tab = move |&of: &Whose| {
        let current = move || (whose.get() == of).then_some("page");
        view! { <a href=format!("/follow-ups?whose={of}") aria-current=current>{(w.whose)(of)}</a> }
    };
    view! {
        <Page title=w.follow_ups>
            <main id="main" class="main">
                <div class="page">
                    <Head title=w.follow_ups lead=w.follow_ups_lead />
                    {move || closed.get().map(|_| view! { <Done title=w.closed lead=w.closed_lead /> })}
                    <nav class="pills" data-scroll="" aria-label=w.follow_ups>{Whose::ALL.iter().map(tab).collect_view()}</nav>
                    <Load from=shown view=|lines| view! { <Lines lines /> }.into_any() />
                </div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<FollowUpLine>) -> impl IntoView {
    let w = words().survey();
    if lines.is_empty() {
        return view! { <Empty icon="check-circle" title=w.no_follow_ups lead=w.no_follow_ups_lead /> }.into_any();
    }
    let cards = lines.into_iter().map(|line| view! { <Line line /> }).collect_view();
    view! { <ul class="list-plain stack" data-gap="l">{cards}</ul> }.into_any()
}

#[component]
fn Line(line: FollowUpLine) -> impl IntoView {
    let w = words().survey();
    let clock = clock();
    let heading = format!("follow-up-{}", line.id);
    let labelled = heading.clone();
    let due = clock.relative(line.due_at);
    let (tone, icon, state) = match (&line.done, line.overdue) {
        (Some(_), _) => ("ok", "check", w.is_done.to_owned()),
        (None, true) => ("bad", "status-breached", (w.was_due)(&due)),
        (None, false) => ("info", "status-open", (w.is_due)(&due)),
    };
    let owner = line.owner.as_ref().map_or_else(|| w.nobody.to_owned(), |owner| owner.name.clone());
    let team = line.team.as_ref().map(|team| team.name.clone()).unwrap_or_default();
    let name = format!("{} {}", line.ticket, line.title);
    let done = line.done.clone().map(|(finding, at, by)| {
        let by = by.map_or_else(String::new, |by| by.name);
        view! {
            <div class="stack" data-gap="s">
                <p><strong>{(words().ticket().outcome)(finding.outcome)}</strong> ", " {(w.was_contacted)(finding.contacted)}</p>
                <p class="wrap-anywhere">{finding.learnt}</p>
                <p class="small quiet">{by} " " {clock.relative(at)}</p>
            </div>
        }
    });
    view! {
        <li>
            <section class="card" aria-labelledby=labelled>
                <header>
                    <h2 id=heading class="wrap-anywhere"><a href=format!("/desk/{}", line.ticket)>{name.trim().to_owned()}</a></h2>
                    <span class="chip" data-tone=tone><Icon name=icon />{state}</span>
                </header>
                <RatingSaid answer=line.answer comment=line.comment.clone() guess=line.guess />
                <p class="small quiet">{(w.owner_of)(&owner, &team)}</p>
                {done}
                {line.closes.then(|| view! { <Ending line=line.clone() /> })}
            </section>
        </li>
    }
}

/// The form that says what came of it.
#[component]
fn Ending(line: FollowUpLine) -> impl IntoView {
    let w = words().survey();
    let key = format!("follow-up-{}", line.id);
    let outcomes = Outcome::ALL.iter().map(|&outcome| Choice::new(outcome.as_str(), (words().ticket().outcome)(outcome)));
    let outcomes = std::iter::once(Choice::new("", w.choose)).chain(outcomes).collect();
    let contacted = vec![Choice::new("yes", w.yes), Choice::new("no", w.no)];
    let labels = [("outcome", w.outcome), ("contacted", w.contacted), ("learnt", w.learnt)];
    let labels = labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    let id = line.id.to_string();
    let number = line.ticket.to_string();
    view! {
        <details class="stack">
            <summary>{w.end_it} <span class="visually-hidden">" " {number}</span></summary>
            <Form to=CloseFollowUp::url() key class="form">
                <ErrorSummary labels />
                <input type="hidden" name="id" value=id />
                <Select name="outcome" label=w.outcome options=outcomes />
                <Choices name="contacted" label=w.contacted options=contacted />
                <LongText name="learnt" label=w.learnt hint=w.learnt_hint rows=3 />
                <Submit label=w.close />
            </Form>
        </details>
    }
}
