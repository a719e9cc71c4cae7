//! A team's appeal, and its answer.

use domain::scoring::plan::APPEAL_MAX;
use domain::scoring::view::{AppealShown, TeamShown};
use leptos::prelude::*;

use super::api::{AnswerAppeal, AppealScores};
use crate::reader::clock;
use crate::ui::{ErrorSummary, Form, LongText, ServerFn, Submit};
use crate::words::words;

/// What was said, and what the reader can say now.
#[component]
pub fn Appealed(shown: TeamShown) -> impl IntoView {
    let w = words().scoring();
    let TeamShown { round, scores, appeal, may_appeal, may_answer, appeals_until, .. } = shown;
    if appeal.is_none() && !may_appeal {
        return ().into_any();
    }
    let (round, team) = (round.id, scores.team.id);
    let said = appeal.map(|appeal| view! { <Said appeal /> });
    let appeals = may_appeal.then(|| {
        let labels = vec![("reason".to_owned(), w.why_appeal.to_owned())];
        view! {
            <p class="soft">{(w.appeal_lead)(&clock().full(appeals_until))}</p>
            <Form to=AppealScores::url() class="form">
                <ErrorSummary labels />
                <input type="hidden" name="round" value=round.to_string() />
                <input type="hidden" name="team" value=team.to_string() />
                <LongText name="reason" label=w.why_appeal hint=(w.at_most)(APPEAL_MAX) rows=4 />
                <div><Submit label=w.appeal kind="" icon="flag" /></div>
            </Form>
        }
    });
    let answers = may_answer.then(|| {
        let labels = vec![("answer".to_owned(), w.answer.to_owned())];
        view! {
            <Form to=AnswerAppeal::url() class="form">
                <ErrorSummary labels />
                <input type="hidden" name="round" value=round.to_string() />
                <input type="hidden" name="team" value=team.to_string() />
                <LongText name="answer" label=w.answer hint=w.answer_hint rows=4 />
                <div><Submit label=w.send_answer icon="reply" /></div>
            </Form>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="appeal">
            <h2 id="appeal">{w.appeal}</h2>
            {said} {appeals} {answers}
        </section>
    }
    .into_any()
}

/// An appeal with its answer.
#[component]
pub fn Said(appeal: AppealShown) -> impl IntoView {
    let (w, clock) = (words().scoring(), clock());
    let name = |person: Option<domain::ticket::view::PersonRef>| person.map(|person| person.name).unwrap_or_default();
    let answer = match appeal.answer {
        Some((by, at, said)) => {
            let said_by = (w.said_by)(&name(by), &clock.full(at));
            view! { <p class="small soft">{said_by}</p> <div class="prose score-said"><blockquote><p>{said}</p></blockquote></div> }
                .into_any()
        }
        None => view! { <p class="small soft">{w.not_answered}</p> }.into_any(),
    };
    view! {
        <p class="small soft">{(w.said_by)(&name(appeal.by), &clock.full(appeal.at))}</p>
        <div class="prose score-said"><blockquote><p>{appeal.reason}</p></blockquote></div>
        {answer}
    }
}
