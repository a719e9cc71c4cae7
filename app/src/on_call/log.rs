//! Who was called, by which way, and what came of it.

use domain::on_call::view::{AttemptRow, Outcome};
use leptos::prelude::*;

use crate::faults::when::Time;
use crate::ui::Icon;
use crate::words::words;

/// The attempts, the last first; of a fault's own page without the fault.
#[component]
pub fn Log(rows: Vec<AttemptRow>, #[prop(optional)] of_fault: bool) -> impl IntoView {
    view! { <ol class="rows">{rows.into_iter().map(|row| view! { <Row row of_fault /> }).collect_view()}</ol> }
}

#[component]
fn Row(row: AttemptRow, of_fault: bool) -> impl IntoView {
    let w = words().on_call();
    let (tone, icon) = match row.outcome {
        Outcome::Sent => ("ok", "check"),
        Outcome::Waiting => ("info", "clock"),
        Outcome::Failed => ("bad", "alert"),
        Outcome::Held => ("warn", "clock"),
        Outcome::CalledOff | Outcome::Skipped => ("mute", "x"),
    };
    let who = row.person.map_or_else(|| w.nobody.to_owned(), |person| person.name);
    let place = if row.fault.is_some() { (w.place)(row.place.0, row.place.1) } else { w.a_test.to_owned() };
    let fault = (!of_fault).then_some(row.fault).flatten().map(|(number, title)| {
        view! { <p class="row-note"><a href=format!("/faults/{number}")>{format!("{number} {title}")}</a></p> }
    });
    let why = row.skip.map(|skip| (w.skips)(skip).to_owned()).or_else(|| {
        let tried = if row.tries > 1 { (w.tries)(row.tries) } else { String::new() };
        let said: Vec<String> = [row.error, tried].into_iter().filter(|text| !text.is_empty()).collect();
        (!said.is_empty()).then(|| said.join(" · "))
    });
    let sent = row.sent_at.filter(|sent| *sent != row.at).map(|at| view! { " → "<Time at /> });
    view! {
        <li>
            <div>
                <span class="row-name">{who}</span>
                <p class="row-note"><Time at=row.at />{sent}{format!(" · {place} · {}", (w.channels)(row.channel))}</p>
                {fault}
                {why.map(|why| view! { <p class="row-note wrap-anywhere">{why}</p> })}
            </div>
            <span class="chip" data-tone=tone><Icon name=icon />{(w.outcomes)(row.outcome)}</span>
        </li>
    }
}
