//! Holidays from an iCalendar file: what is new, what is there already, and what could not be read, before any of it is taken.

use domain::calendar::ical::Skipped;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::path;
use super::file_api::{CALENDAR, FILE, FROM, HolidayFile, Offered, ReadFile, ReadHolidays, TakeHolidays, UNTIL, load_holidays};
use super::page::calendar_of_address;
use crate::admin::parts::Head;
use crate::ui::files::OneFile;
use crate::ui::{ErrorSummary, Field, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page on which a file is looked into.
#[component]
pub fn HolidayFilePage() -> impl IntoView {
    let id = calendar_of_address();
    let query = use_query_map();
    let read = Memo::new(move |_| query.with(|query| query.get("read")));
    let shown = load(move || (id.get(), read.get()), |(id, _)| load_holidays(id));
    view! { <Load from=shown view=|file| view! { <File file /> }.into_any() /> }.into_any()
}

#[component]
fn File(file: HolidayFile) -> impl IntoView {
    let w = &words().admin().calendars;
    let HolidayFile { id, calendar, year, read } = file;
    let name = if calendar.is_empty() { w.new.to_owned() } else { calendar };
    let above = vec![("/admin/calendars".to_owned(), w.title.to_owned()), (path(id), name)];
    let labels =
        [(FROM, w.from_year), (UNTIL, w.until_year), (FILE, w.file)].map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    view! {
        <Page title=w.from_file_title>
            <Head title=w.from_file_title lead=w.from_file_lead above />
            {read.map(|(read, offered)| view! { <Preview id=id.to_string() read offered /> })}
            <Form to=ReadHolidays::url() files=true class="form card">
                <header><h2>{w.look_into}</h2></header>
                <ErrorSummary labels />
                <input type="hidden" name=CALENDAR value=id.to_string() />
                <div class="form-pair">
                    <Field name=FROM label=w.from_year value=year.to_string() inputmode="numeric" />
                    <Field name=UNTIL label=w.until_year value=(year + 1).to_string() inputmode="numeric" />
                </div>
                <OneFile name=FILE label=w.file hint=w.file_hint accept=".ics,text/calendar" />
                <div class="cluster">
                    <Submit label=w.look icon="eye" kind="secondary" />
                    <a class="button" data-kind="quiet" href=path(id)>{w.back_to_calendar}</a>
                </div>
            </Form>
        </Page>
    }
}

#[component]
fn Preview(id: String, read: ReadFile, offered: Vec<Offered>) -> impl IntoView {
    let w = &words().admin().calendars;
    let fresh = offered.iter().filter(|offer| offer.there.is_none()).count();
    let (skipped, more) = (read.found.skipped, read.more_skipped);
    let count = skipped.len() + more;
    view! {
        <section class="stack" aria-labelledby="read">
            <h2 id="read">{read.name}</h2>
            <p>{(w.found)(fresh, offered.len() - fresh, count)}</p>
            <Form to=TakeHolidays::url() class="stack">
                <ErrorSummary />
                <input type="hidden" name="id" value=id />
                {(!offered.is_empty()).then(|| view! { <OfferedTable offered /> })}
                <div class="cluster">
                    {(fresh > 0).then(|| view! { <Submit label=w.take name="step" value="take" icon="plus" /> })}
                    <Submit label=w.forget kind="quiet" name="step" value="forget" />
                </div>
            </Form>
            {(count > 0).then(|| view! { <SkippedTable skipped more /> })}
        </section>
    }
}

#[component]
fn OfferedTable(offered: Vec<Offered>) -> impl IntoView {
    let w = &words().admin().calendars;
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.holidays}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="tick"><span class="visually-hidden">{w.take_it}</span></th>
                        <th scope="col">{w.date}</th>
                        <th scope="col">{w.called}</th>
                        <th scope="col">{w.in_calendar}</th>
                    </tr>
                </thead>
                <tbody>{offered.into_iter().map(|offer| view! { <OfferedRow offer /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn OfferedRow(offer: Offered) -> impl IntoView {
    let w = &words().admin().calendars;
    let Offered { date, name, there, has_own_hours } = offer;
    let same = there.as_ref() == Some(&name);
    let state = match there {
        None => view! { <span class="chip" data-tone="ok"><Icon name="plus" />{w.is_new}</span> }.into_any(),
        Some(_) if same => view! { <span class="chip" data-tone="mute"><Icon name="check" />{w.is_there}</span> }.into_any(),
        Some(there) => view! { <span class="chip" data-tone="info"><Icon name="info" />{(w.is_there_as)(&there)}</span> }.into_any(),
    };
    let fresh = !same;
    view! {
        <tr data-row=same.then_some("muted")>
            <td class="tick">
                {fresh
                    .then(|| {
                        view! { <label><input type="checkbox" name="dates[]" value=date.clone() checked=true aria-label=format!("{} {date} {name}", w.take_it) /></label> }
                    })}
            </td>
            <td data-label=w.date>{date.clone()}</td>
            <td data-label=w.called>{name.clone()}</td>
            <td data-label=w.in_calendar>{state} {has_own_hours.then(|| view! { <small>{w.own_hours_win}</small> })}</td>
        </tr>
    }
}

#[component]
fn SkippedTable(skipped: Vec<Skipped>, more: usize) -> impl IntoView {
    let w = &words().admin().calendars;
    view! {
        <h3>{w.not_taken}</h3>
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.not_taken}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.line}</th>
                        <th scope="col">{w.called}</th>
                        <th scope="col">{w.why}</th>
                    </tr>
                </thead>
                <tbody>
                    {skipped
                        .into_iter()
                        .map(|skipped| {
                            view! {
                                <tr>
                                    <td data-label=w.line>{skipped.line}</td>
                                    <td data-label=w.called>{skipped.name}</td>
                                    <td data-label=w.why>{(w.reason)(skipped.reason)}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="soft">{(w.and_more)(more)}</p> })}
    }
}
