//! The first page of the administration: where each thing is.

use leptos::prelude::*;

use super::frame::{Place, places};
use super::parts::Head;
use crate::reader::me;
use crate::ui::{Icon, Page};
use crate::words::words;

/// A tile for every place that opens for the reader.
#[component]
pub fn AdminHomePage() -> impl IntoView {
    let w = words().admin();
    let groups = me().map(|me| places(me.may)).unwrap_or_default();
    view! {
        <Page title=w.title>
            <Head title=w.title />
            {groups
                .into_iter()
                .map(|(group, places)| {
                    view! {
                        <section class="stack">
                            <h2>{group}</h2>
                            <div class="grid" data-cells="tile">{places.into_iter().map(|place| view! { <PlaceTile place /> }).collect_view()}</div>
                        </section>
                    }
                })
                .collect_view()}
        </Page>
    }
    .into_any()
}

#[component]
fn PlaceTile(place: Place) -> impl IntoView {
    view! {
        <article class="tile">
            <span class="tile-icon"><Icon name=place.icon /></span>
            <h3><a href=place.to>{place.title}</a></h3>
            <p>{place.lead}</p>
        </article>
    }
}
