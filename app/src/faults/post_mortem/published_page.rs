//! What was published, for everybody of its audience.

use domain::fault::post_mortem::PublishedLine;
use leptos::prelude::*;

use super::api::published;
use super::page::public_address;
use crate::admin::parts::{Empty, Head};
use crate::faults::list_page::SeverityChip;
use crate::faults::when::short;
use crate::reader::locale;
use crate::ui::{Load, Page, load};
use crate::words::words;

/// The list.
#[component]
pub fn IncidentsPage() -> impl IntoView {
    let w = words().post_mortem();
    let shown = load(|| (), |()| published());
    view! {
        <Page title=w.published>
            <Head title=w.published lead=w.published_lead />
            <Load from=shown view=|lines| view! { <Lines lines /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<PublishedLine>) -> impl IntoView {
    let w = words().post_mortem();
    if lines.is_empty() {
        return view! { <Empty icon="check-circle" title=w.none_published lead=w.none_published_lead /> }.into_any();
    }
    let locale = locale();
    let line = |line: PublishedLine| {
        let services: Vec<String> = line.services.iter().map(|service| service.name.get(locale).to_owned()).collect();
        let meta = [services.join(words().common().between), (w.published_on)(&short(line.at))].join(words().common().between);
        view! {
            <article class="card stack" data-gap="s">
                <div class="split"><h2><a href=public_address(line.number)>{line.title}</a></h2><SeverityChip severity=line.severity /></div>
                <p class="small soft">{meta}</p>
                {(!line.summary.is_empty()).then(|| view! { <div class="prose" inner_html=line.summary></div> })}
            </article>
        }
    };
    view! { <div class="stack">{lines.into_iter().map(line).collect_view()}</div> }.into_any()
}
