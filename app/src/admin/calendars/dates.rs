//! The dates that differ from the week: closed ones with their names, and those with hours of their own.

use domain::calendar::{DatedHours, Holiday};
use leptos::prelude::*;

use super::sheet::line;
use crate::admin::parts::IconButton;
use crate::reader::clock;
use crate::ui::{Icon, form_state};
use crate::words::{errors, words};

/// A row of either list; what is closed has no hours.
#[derive(Clone, Debug)]
struct Row {
    place: usize,
    date: String,
    name: String,
    hours: Option<String>,
}

/// The closed dates.
#[component]
pub fn Holidays(rows: Vec<Holiday>) -> impl IntoView {
    let row = |(place, day): (usize, Holiday)| Row { place, date: day.date, name: day.name, hours: None };
    let rows: Vec<Row> = rows.into_iter().enumerate().map(row).collect();
    view! { <Dates list="holidays" rows /> }
}

/// The dates with hours of their own.
#[component]
pub fn OwnDays(rows: Vec<DatedHours>) -> impl IntoView {
    let row = |(place, day): (usize, DatedHours)| Row { place, hours: Some(line(&day)), date: day.date, name: day.name };
    let rows: Vec<Row> = rows.into_iter().enumerate().map(row).collect();
    view! { <Dates list="overrides" rows /> }
}

#[component]
fn Dates(list: &'static str, rows: Vec<Row>) -> impl IntoView {
    let w = &words().admin().calendars;
    let today: String = clock().iso(clock().now).chars().take("2026-11-16".len()).collect();
    let (none, add) = if list == "holidays" { (w.no_holidays, w.add_holiday) } else { (w.no_own_days, w.add_own_day) };
    let empty = rows.is_empty();
    // What is over is kept, but nobody has to scroll by it; what is not yet a date is still being typed.
    let (fresh, rows): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.date.is_empty());
    let (past, ahead): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.date.len() == today.len() && row.date < today);
    let drawn = move |rows: Vec<Row>| view! { <Rows list rows /> };
    let (count, opens) = (past.len(), past.iter().any(|row| is_wrong(list, row.place)));
    view! {
        <div class="field" id=format!("f-{list}")>
            <Wrong field=list.to_owned() />
            {empty.then(|| view! { <p class="soft">{none}</p> })}
            {(count > 0)
                .then(|| {
                    view! {
                        <details class="as-table" open=opens>
                            <summary>{(w.past_dates)(count)}</summary>
                            {drawn(past)}
                        </details>
                    }
                })}
            {(!ahead.is_empty()).then(|| drawn(ahead))}
            {(!fresh.is_empty()).then(|| drawn(fresh))}
            <div>
                <button class="button" type="submit" name="step" value=format!("add.{list}") id=format!("add-{list}")>
                    <Icon name="plus" />
                    {add}
                </button>
            </div>
        </div>
    }
}

/// Rows of one kind under the names of their columns. Where no date is typed yet, several days can be.
#[component]
fn Rows(list: &'static str, rows: Vec<Row>) -> impl IntoView {
    let w = &words().admin().calendars;
    let (own, fresh) = (list == "overrides", rows.first().is_some_and(|row| row.date.is_empty()));
    let columns = [Some(w.date), fresh.then_some(w.last_day), Some(w.called), own.then_some(w.own_hours)];
    view! {
        <ol class="date-rows" data-own=own.then_some("") data-fresh=fresh.then_some("")>
            <li class="date-head" aria-hidden="true">{columns.into_iter().flatten().map(|column| view! { <span>{column}</span> }).collect_view()}</li>
            {rows.into_iter().map(|row| view! { <DateRow list row /> }).collect_view()}
        </ol>
    }
}

fn is_wrong(list: &str, place: usize) -> bool {
    let start = format!("{list}.{place}.");
    let error = form_state().error;
    error.with_untracked(|error| match error {
        Some(crate::error::AppError::Invalid { invalid }) => invalid.fields.iter().any(|field| field.field.starts_with(&start)),
        _ => false,
    })
}

#[component]
fn DateRow(list: &'static str, row: Row) -> impl IntoView {
    let w = &words().admin().calendars;
    let Row { place, date, name, hours } = row;
    let said = if name.is_empty() { date.clone() } else { format!("{date} {name}") };
    let said = if said.is_empty() { (w.row)(place + 1) } else { said };
    let input = move |what: &'static str, label: &str, value: String, placeholder: &'static str| {
        let field = format!("{list}.{place}.{what}");
        let wrong = wrong(&field);
        view! {
            <input
                class="input"
                id=format!("f-{}", field.replace('.', "-"))
                name=field
                type=if matches!(what, "date" | "until") { "date" } else { "text" }
                data-part=what
                aria-label=format!("{label}, {}", (w.row)(place + 1))
                placeholder=placeholder
                autocomplete="off"
                value=value
                aria-invalid=move || (!wrong.get().is_empty()).then_some("true")
            />
        }
    };
    let (is_own, is_fresh) = (hours.is_some(), date.is_empty());
    view! {
        <li>
            {input("date", w.date, date, "2026-12-25")}
            {is_fresh.then(|| input("until", w.last_day, String::new(), ""))}
            {input("name", w.called, name, "")}
            {hours.map(|hours| input("hours", w.own_hours, hours, "09:00-13:00"))}
            <IconButton icon="x" label=(w.remove)(&said) name="step" value=format!("remove.{list}.{place}") />
            <Wrong field=format!("{list}.{place}.date") />
            <Wrong field=format!("{list}.{place}.name") />
            {is_own.then(|| view! { <Wrong field=format!("{list}.{place}.hours") /> })}
        </li>
    }
}

fn wrong(field: &str) -> Memo<String> {
    let (error, field) = (form_state().error, field.to_owned());
    Memo::new(move |_| {
        let codes = error.with(|error| error.as_ref().map(|error| error.of_field(&field)).unwrap_or_default());
        codes.iter().map(errors::of_code).collect::<Vec<_>>().join(" ")
    })
}

#[component]
fn Wrong(field: String) -> impl IntoView {
    let wrong = wrong(&field);
    move || {
        let wrong = wrong.get();
        (!wrong.is_empty()).then(|| view! { <p class="field-error"><Icon name="status-breached" /><span>{wrong}</span></p> })
    }
}
