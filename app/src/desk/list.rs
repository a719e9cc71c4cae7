//! Rows of tickets: in groups, with the way to the next page, or the words that stand there instead.

use domain::id::TicketId;
use domain::people::{Density, short_name};
use domain::priority::Priority;
use domain::sla::{Due, Light};
use domain::ticket::StatusName;
use domain::ticket::view::{Order, QueueFilter, QueuePage, QueueRow, View};
use domain::time::{Span, Timestamp};
use leptos::prelude::*;

use super::query::DeskQuery;
use super::together::Tick;
use crate::reader::{clock, locale, reader};
use crate::sla::DueChip;
use crate::sla::clocks::why_address;
use crate::ticket::avatar_html;
use crate::ticket::chip::{icon, priority_icon, status_word, tone};
use crate::ui::{Ago, Icon, escape, icon_html};
use crate::words::words;

/// Under which heading a row stands: what the order goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Of(Priority),
    /// The requester wrote while the ticket waited.
    Answered,
    /// It waits for somebody else.
    Parked,
    Today,
    Week,
    Month,
    Earlier,
    /// Its clock ran past its target.
    Overdue,
    WithinTheHour,
    DueToday,
    DueLater,
    /// Nobody can say when it is due.
    NothingDue,
}

impl Group {
    fn of(row: &QueueRow, query: &DeskQuery, order: Order, now: Timestamp) -> Self {
        let filter = &query.filter;
        let open = filter.view != View::RecentlyResolved && filter.status.is_none_or(StatusName::is_open);
        let at = match order {
            Order::Priority if open => return Self::by_turn(row, filter),
            Order::Due if open => return Self::by_deadline(row.due.as_ref(), now),
            _ => shown_time(row, filter, order),
        };
        if clock().same_day(at, now) {
            return Self::Today;
        }
        let age = now.since(at);
        if age < Span::from_days(7) {
            Self::Week
        } else if age < Span::from_days(30) {
            Self::Month
        } else {
            Self::Earlier
        }
    }

    /// What waits for others stands apart, but where everything waits, what does not any more.
    fn by_turn(row: &QueueRow, filter: &QueueFilter) -> Self {
        let all_wait = filter.view == View::Waiting || filter.status == Some(StatusName::Waiting);
        match (all_wait, row.parked) {
            (false, true) => Self::Parked,
            (true, false) => Self::Answered,
            _ => Self::Of(row.priority),
        }
    }

    fn by_deadline(due: Option<&Due>, now: Timestamp) -> Self {
        let dated = due.and_then(|due| Some((due, due.deadline?)));
        let Some((due, at)) = dated else { return Self::NothingDue };
        if due.light_at(now) == Light::Breached {
            Self::Overdue
        } else if at.since(now) <= Span::from_hours(1) {
            Self::WithinTheHour
        } else if clock().same_day(at, now) {
            Self::DueToday
        } else {
            Self::DueLater
        }
    }

    fn heading(self) -> (String, String, Option<&'static str>) {
        let w = words().desk();
        let tone = match self {
            Self::Of(Priority::Urgent) | Self::Overdue => Some("bad"),
            Self::Of(Priority::High) | Self::WithinTheHour => Some("warn"),
            Self::Answered => Some("info"),
            Self::Parked => Some("hold"),
            _ => None,
        };
        match self {
            Self::Of(priority) => (priority_icon(priority), (w.priority_group)(priority), tone),
            Self::Answered => ("reply".to_owned(), w.new_answer.to_owned(), tone),
            Self::Parked => ("status-waiting".to_owned(), w.waits_for_others.to_owned(), tone),
            Self::Today => ("clock".to_owned(), w.today.to_owned(), tone),
            Self::Week => ("calendar".to_owned(), w.this_week.to_owned(), tone),
            Self::Month => ("calendar".to_owned(), w.this_month.to_owned(), tone),
            Self::Earlier => ("history".to_owned(), w.earlier.to_owned(), tone),
            Self::Overdue => ("status-breached".to_owned(), w.overdue.to_owned(), tone),
            Self::WithinTheHour => ("clock".to_owned(), w.within_the_hour.to_owned(), tone),
            Self::DueToday => ("calendar".to_owned(), w.due_today.to_owned(), tone),
            Self::DueLater => ("calendar".to_owned(), w.due_later.to_owned(), tone),
            Self::NothingDue => ("pause".to_owned(), w.nothing_due.to_owned(), tone),
        }
    }
}

/// Which of a ticket's times has a column of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Filed,
    Updated,
    Resolved,
}

impl Moment {
    /// The one by which the list is ordered, else when anything last happened.
    const fn of(filter: &QueueFilter, order: Order) -> Self {
        match order {
            _ if matches!(filter.view, View::RecentlyResolved) => Self::Resolved,
            Order::Newest | Order::Oldest => Self::Filed,
            _ => Self::Updated,
        }
    }

    fn in_column(self, row: &QueueRow) -> Timestamp {
        match self {
            Self::Filed => row.created_at,
            Self::Updated => row.updated_at,
            Self::Resolved => row.resolved_at.unwrap_or(row.updated_at),
        }
    }
}

/// What the columns of a wide list are. Each cell says for itself what it is to who hears it.
#[component]
fn Columns(filter: QueueFilter, order: Order) -> impl IntoView {
    let w = words().desk();
    let moved = match Moment::of(&filter, order) {
        Moment::Filed => w.column_filed,
        Moment::Updated => w.column_updated,
        Moment::Resolved => w.column_resolved,
    };
    view! {
        <div class="queue-head" aria-hidden="true">
            <span>{w.column_number}</span>
            <span>{w.column_title}</span>
            <span data-roomy="">{w.column_about}</span>
            <span>{w.column_status}</span>
            <span>{w.column_due}</span>
            <span>{w.assignee}</span>
            <span data-roomy="">{moved}</span>
        </div>
    }
}

/// The time that a row shows where it has no columns: the one by which the list is ordered, else when the ticket was filed.
fn shown_time(row: &QueueRow, filter: &QueueFilter, order: Order) -> Timestamp {
    match order {
        _ if filter.view == View::RecentlyResolved => row.resolved_at.unwrap_or(row.updated_at),
        Order::Updated => row.updated_at,
        _ => row.created_at,
    }
}

/// A page of tickets in its groups. `open` is the one that stands beside the list.
#[component]
pub fn Rows(
    page: QueuePage,
    query: DeskQuery,
    now: Timestamp,
    #[prop(into)] open: Signal<Option<TicketId>>,
    /// The list is the page: its groups come right below the page's heading.
    #[prop(into)]
    alone: Signal<bool>,
) -> impl IntoView {
    let order = page.order;
    let mut groups: Vec<(Group, Vec<QueueRow>)> = Vec::new();
    for row in page.rows {
        let group = Group::of(&row, &query, order, now);
        match groups.last_mut() {
            Some((last, rows)) if *last == group => rows.push(row),
            _ => groups.push((group, vec![row])),
        }
    }
    let columns = view! { <Columns filter=query.filter.clone() order /> };
    let groups = groups
        .into_iter()
        .enumerate()
        .map(|(index, (group, rows))| {
            let (icon, heading, tone) = group.heading();
            let id = format!("group-{index}");
            let rows = rows.into_iter().map(|row| view! { <Row row query=query.clone() order open /> }).collect_view();
            let heading = {
                let id = id.clone();
                move || {
                    let words = view! { <Icon name=icon.clone() />{heading.clone()} };
                    match alone.get() {
                        true => view! { <h2 class="queue-group" data-tone=tone id=id.clone()>{words}</h2> }.into_any(),
                        false => view! { <h3 class="queue-group" data-tone=tone id=id.clone()>{words}</h3> }.into_any(),
                    }
                }
            };
            view! {
                {heading}
                <ul aria-labelledby=id>{rows}</ul>
            }
        })
        .collect_view();
    view! { {columns} {groups} }
}

/// One ticket.
#[component]
pub fn Row(row: QueueRow, query: DeskQuery, order: Order, #[prop(into)] open: Signal<Option<TicketId>>) -> impl IntoView {
    let id = row.id;
    let number = row.number();
    let to = query.list().address(&format!("/desk/{number}"));
    let locale = locale();
    let about = match &row.service {
        service if service.name.is_empty() => row.requester.name.clone(),
        service => [row.requester.name.as_str(), service.name.get(locale)].join(words().common().between),
    };
    let at = shown_time(&row, &query.filter, order);
    let moved = Moment::of(&query.filter, order).in_column(&row);
    let due = match row.due.clone() {
        Some(due) => view! { <DueChip to=why_address(&query, &number.to_string(), &due) due in_queue=true /> }.into_any(),
        // Where there is a column for times, the one for deadlines is empty.
        None => view! { <span class="queue-sla small quiet"><span class="queue-at"><Ago at /></span></span> }.into_any(),
    };
    let unread = (row.new_answer || row.assignee.is_none() && row.status.is_open()).then_some("");
    let told = Told::of(&row, &about, &number.to_string());
    let tick = view! { <Tick row=row.clone() /> };
    view! {
        <li class="queue-row">
            {tick}
            <span class="queue-prio" data-priority=row.priority.as_str() inner_html=told.priority></span>
            <div class="queue-line">
                <a
                    class="queue-subject truncate"
                    href=to
                    aria-current=move || (open.get() == Some(id)).then_some("true")
                    data-unread=unread
                    inner_html=told.subject
                ></a>
                {due}
            </div>
            <div class="queue-line">
                <span class="queue-meta" inner_html=told.meta></span>
                <span class="queue-who" inner_html=told.who></span>
                <span class="queue-status" data-status=tone(row.status, row.waiting_on) inner_html=told.status></span>
                <span class="queue-moved"><Ago at=moved /></span>
            </div>
        </li>
    }
}

/// What of a row never changes while it stands, as text: a page has fifty of them, and a text costs a fraction of what its elements would.
struct Told {
    priority: String,
    subject: String,
    meta: String,
    who: String,
    status: String,
}

impl Told {
    fn of(row: &QueueRow, about: &str, number: &str) -> Self {
        let (t, w) = (words().ticket(), words().desk());
        let mut priority = String::new();
        icon_html(&mut priority, &priority_icon(row.priority));
        span(&mut priority, "visually-hidden", &(t.priority_of)(row.priority));
        let mut subject = String::new();
        if row.new_answer {
            subject.push_str("<span class=\"chip\" data-tone=\"info\">");
            icon_html(&mut subject, "reply");
            escape(&mut subject, w.new_answer);
            subject.push_str("</span> ");
        }
        escape(&mut subject, &row.title);
        let mut meta = String::new();
        span(&mut meta, "queue-number", number);
        span(&mut meta, "queue-about truncate", about);
        let mut who = String::new();
        if let Some(person) = &row.assignee {
            let short = short_name(&person.name);
            avatar_html(&mut who, person);
            who.push(' ');
            if short == person.name {
                span(&mut who, "queue-name truncate", &short);
            } else {
                // Where the name is too long for its column, who hears it still hears the whole of it.
                who.push_str("<span class=\"queue-name truncate\" aria-hidden=\"true\">");
                escape(&mut who, &short);
                who.push_str("</span> ");
                span(&mut who, "visually-hidden", &person.name);
            }
        }
        let mut status = String::new();
        icon_html(&mut status, icon(row.status, row.waiting_on));
        span(&mut status, "truncate", status_word(row.status, row.waiting_on));
        Self { priority, subject, meta, who, status }
    }
}

fn span(html: &mut String, class: &str, text: &str) {
    html.push_str("<span class=\"");
    html.push_str(class);
    html.push_str("\">");
    escape(html, text);
    html.push_str("</span>");
}

/// How close together the rows stand.
#[must_use]
pub fn density() -> &'static str {
    match reader().density {
        Density::Comfortable => "comfortable",
        Density::Compact => "compact",
    }
}

/// The way to the next page, and back to the first.
#[component]
pub fn Pager(page: QueuePage, query: DeskQuery, path: String) -> impl IntoView {
    let w = words().desk();
    let first = query.after.is_some().then(|| DeskQuery { after: None, ..query.list() }.address(&path));
    let next = page.next.map(|after| DeskQuery { after: Some(after), ..query.list() }.address(&path));
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=w.pages>
                <span>{first.map(|first| view! { <a href=first>{w.from_start}</a> })}</span>
                {next.map(|next| view! {
                    <a class="button" data-kind="quiet" href=next rel="next">
                        {(w.next)(usize::try_from(super::api::PAGE).unwrap_or_default())}
                        <Icon name="chevron-right" />
                    </a>
                })}
            </nav>
        }
    })
}

/// What stands in the place of rows.
#[component]
pub fn Empty(query: DeskQuery) -> impl IntoView {
    let w = words().desk();
    let view = query.filter.view;
    if query.is_narrowed() || query.after.is_some() {
        let wider = DeskQuery::default().with(|filter| filter.view = view).address("/desk");
        return view! {
            <div class="pane-empty">
                <div class="empty">
                    <Icon name="filter" />
                    <h2>{w.nothing_found}</h2>
                    <p>{w.nothing_found_text}</p>
                    <a class="button" href=wider>{w.filter_clear}</a>
                </div>
            </div>
        }
        .into_any();
    }
    let team = super::frame::view_address(View::Team);
    view! {
        <div class="pane-empty">
            <div class="empty">
                <Icon name="check-circle" />
                <h2>{(w.empty_title)(view)}</h2>
                <p>{(w.empty_text)(view)}</p>
                {(view != View::Team).then(|| view! { <a class="button" href=team>{w.see_team_queue}</a> })}
            </div>
        </div>
    }
    .into_any()
}
