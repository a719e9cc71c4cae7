//! The page of one calendar: its zone, its week, its dates, who needs it, and what it said before.

use domain::id::{CalendarId, PolicyId};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ArchiveCalendar, CalendarEditor, EditCalendar, NEW, load_calendar};
use super::dates::{Holidays, OwnDays};
use super::versions::{Conflict, UsedBy, Versions};
use super::week::WeekEditor;
use crate::admin::focus;
use crate::admin::parts::{ArchivedChip, AskFirst, Done, Head, Section};
use crate::ui::{ErrorSummary, Field, Form, Icon, Load, Page, ServerFn, Submit, ZoneField, form_state, load};
use crate::words::words;

/// Which calendar the address names; none has the number of what is no number.
pub(super) fn calendar_of_address() -> Memo<CalendarId> {
    let params = use_params_map();
    Memo::new(move |_| {
        params.with(|params| match params.get("calendar").as_deref() {
            Some("new") => NEW,
            id => CalendarId(id.and_then(|id| id.parse().ok()).filter(|id| *id > 0).unwrap_or(-1)),
        })
    })
}

/// The page of a calendar, also of one that is to be made.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let id = calendar_of_address();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("saved"), query.get("meanwhile"), query.get("taken"), query.get("at"))));
    let shown = load(move || (id.get(), asked.get()), |(id, _)| load_calendar(id));
    let focused = RwSignal::new(None::<String>);
    let on_step = Callback::new(move |()| {
        focus::remember(focused);
        shown.refetch();
    });
    view! {
        <Load
            from=shown
            view=move |editor| {
                focus::give_back(focused, &NEXT);
                // Built anew and not over what was there: of a field that somebody typed into, a browser keeps what they typed.
                view! { {move || view! { <Editor editor=editor.clone() on_step /> }} }.into_any()
            }
        />
    }
    .into_any()
}

/// Where one types next after a button has added a row.
const NEXT: [(&str, &str); 2] = [
    ("add-holidays", "#f-holidays > [data-fresh] > li:last-child > input"),
    ("add-overrides", "#f-overrides > [data-fresh] > li:last-child > input"),
];

#[component]
fn Editor(editor: CalendarEditor, on_step: Callback<()>) -> impl IntoView {
    let w = &words().admin().calendars;
    let (id, changed) = (editor.id, editor.changed);
    let title = if id == NEW { w.new.to_owned() } else { editor.name.clone() };
    let above = vec![("/admin/calendars".to_owned(), w.title.to_owned())];
    let query = use_query_map().get_untracked();
    let saved = query.get("saved").is_some() && !changed;
    let taken = query.get("taken").and_then(|taken| taken.parse::<usize>().ok()).filter(|_| changed);
    let restored = query.get("restored").and_then(|version| version.parse::<u32>().ok()).filter(|_| changed);
    let (archived, used_by, versions) = (editor.archived, editor.used_by.clone(), editor.versions.clone());
    view! {
        <Page title=title.clone()>
            <Head title above>
                {archived.then(|| view! { <ArchivedChip /> })}
                {changed.then(|| view! { <span class="chip" data-tone="warn"><Icon name="edit" />{w.unsaved}</span> })}
            </Head>
            {saved.then(|| view! { <Done title=words().admin().saved lead=w.saved_lead /> })}
            {taken.map(|taken| view! { <Done title=(w.taken)(taken) lead=w.taken_lead /> })}
            {restored.map(|version| view! { <Done title=(w.restored)(version) lead=w.restored_lead /> })}
            <Form to=EditCalendar::url() class="form" size="m" on_done=on_step>
                // The first button of a form is what Enter presses.
                <button class="visually-hidden" type="submit" name="step" value="keep" tabindex="-1" aria-hidden="true">{w.keep}</button>
                <Fields editor />
            </Form>
            {(id != NEW)
                .then(|| {
                    view! {
                        <UsedBy policies=used_by.clone() />
                        <Versions id versions on_step />
                        <Archive id archived used_by on_step />
                    }
                })}
        </Page>
    }
}

/// Everything that the form sends.
#[component]
fn Fields(editor: CalendarEditor) -> impl IntoView {
    let w = &words().admin().calendars;
    let CalendarEditor { id, mut sheet, changed, zones, meanwhile, .. } = editor;
    let state = form_state();
    // A form that came back has what was typed, also where its draft could not be kept.
    if state.came_back() {
        sheet.take(&|name: &str| state.typed(name));
    }
    let save = if id == NEW { w.create } else { words().common().save };
    view! {
        <input type="hidden" name="id" value=id.to_string() />
        <input type="hidden" name="based_on" value=sheet.based_on.to_string() />
        <input type="hidden" name="began_with" value=sheet.began_with.to_string() />
        <ErrorSummary labels=labels() />
        {meanwhile.map(|meanwhile| view! { <Conflict meanwhile /> })}
        <Section title=w.what lead=w.what_lead>
            <Field name="name" label=w.name hint=w.name_hint value=sheet.name />
            <ZoneField name="zone" label=w.zone hint=w.zone_hint value=sheet.content.zone zones />
        </Section>
        <section class="form-section" data-wide="all">
            <header>
                <h2>{w.week}</h2>
                <p>{w.week_lead}</p>
                <p class="script-only">{w.bars_lead}</p>
            </header>
            <div class="form-fields"><WeekEditor week=sheet.content.week /></div>
        </section>
        <section class="form-section" data-wide="">
            <header>
                <h2>{w.holidays}</h2>
                <p>{w.holidays_lead}</p>
            </header>
            <div class="form-fields">
                <Holidays rows=sheet.content.holidays />
                <div><Submit label=w.from_file kind="secondary" icon="upload" name="step" value="file" /></div>
            </div>
        </section>
        <section class="form-section" data-wide="">
            <header>
                <h2>{w.own_days}</h2>
                <p>{w.own_days_lead}</p>
            </header>
            <div class="form-fields"><OwnDays rows=sheet.content.overrides /></div>
        </section>
        <div class="form-foot">
            <Submit label=save name="step" value="save" />
            {(id != NEW).then(|| view! { <Submit label=words().admin().promises_file.try_last_month kind="secondary" name="step" value="try" /> })}
            <Submit label=w.keep kind="secondary" name="step" value="keep" />
            {changed.then(|| view! { <Submit label=w.discard kind="quiet" name="step" value="discard" /> })}
            <span class="small quiet">{w.holds_from_now}</span>
        </div>
    }
}

fn labels() -> Vec<(String, String)> {
    let w = &words().admin().calendars;
    [("name", w.name), ("zone", w.zone), ("week", w.week), ("holidays", w.holidays), ("overrides", w.own_days)]
        .map(|(name, label)| (name.to_owned(), label.to_owned()))
        .to_vec()
}

#[component]
fn Archive(
    id: CalendarId,
    archived: bool,
    /// The policies that reckon with it: while there are any, it cannot be archived.
    used_by: Vec<(PolicyId, String)>,
    on_step: Callback<()>,
) -> impl IntoView {
    let w = &words().admin().calendars;
    let to = ArchiveCalendar::url();
    let fields = move || {
        view! {
            <ErrorSummary />
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="archived" value=(!archived).to_string() />
        }
    };
    let (title, act) = if archived {
        let restore = view! {
            <Form to class="stack" on_done=on_step>
                {fields()}
                <div><Submit label=w.restore kind="secondary" icon="undo" /></div>
            </Form>
        };
        (w.restore, restore.into_any())
    } else if !used_by.is_empty() {
        let policy = |(id, name): (PolicyId, String)| view! { <li><a href=format!("/admin/policies/{id}")>{name}</a></li> };
        let needed = view! {
            <p>{w.archive_needed}</p>
            <ul>{used_by.into_iter().map(policy).collect_view()}</ul>
        };
        (w.archive, needed.into_any())
    } else {
        let archive = view! {
            <AskFirst label=w.archive icon="archive" lead=w.archive_lead to>
                <Form to class="stack" on_done=on_step>
                    {fields()}
                    <div><Submit label=words().admin().sure kind="danger" icon="archive" /></div>
                </Form>
            </AskFirst>
        };
        (w.archive, archive.into_any())
    };
    view! {
        <section class="danger-zone" aria-labelledby="archive">
            <h2 id="archive">{title}</h2>
            {act}
        </section>
    }
}
