//! The first incidents of a log as the tickets that they would be.

use domain::servicenow::{Preview, Previewed};
use leptos::prelude::*;

use super::refused::told;
use crate::ticket::{PriorityMark, StatusChip};
use crate::ui::{Ago, Icon};
use crate::words::words;

/// The first incidents, and rows among them that would be rejected.
#[component]
pub fn PreviewTable(preview: Option<Preview>) -> impl IntoView {
    let w = &words().admin().imports;
    let Some(preview) = preview else {
        return view! {
            <div class="banner" data-tone="warn">
                <Icon name="warning" />
                <div class="banner-body"><p class="banner-title">{w.no_preview}</p><p>{w.no_preview_lead}</p></div>
            </div>
        }
        .into_any();
    };
    let refused = preview.refused;
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-labelledby="preview">
            <table class="table" data-density="compact">
                <thead>
                    <tr>
                        <th scope="col">{w.number}</th>
                        <th scope="col">{w.ticket}</th>
                        <th scope="col">{w.status}</th>
                        <th scope="col">{w.priority}</th>
                        <th scope="col">{w.team}</th>
                        <th scope="col">{w.caller}</th>
                        <th scope="col">{w.opened}</th>
                        <th scope="col" class="end">{w.entries}</th>
                    </tr>
                </thead>
                <tbody>{preview.incidents.into_iter().map(|incident| view! { <Row incident /> }).collect_view()}</tbody>
            </table>
        </div>
        <p class="small quiet">{(w.previewed)(preview.rows)}</p>
        {(!refused.is_empty())
            .then(|| {
                let more = refused.len().saturating_sub(3) as u64;
                view! {
                    <div class="banner" data-tone="warn">
                        <Icon name="warning" />
                        <div class="banner-body">
                            <p class="banner-title">{w.preview_refused}</p>
                            <ul class="list-plain">
                                {refused.into_iter().take(3).map(|(line, reason)| view! { <li>{(w.at_line)(line)} {words().common().gap} {told(&reason)}</li> }).collect_view()}
                            </ul>
                            {(more > 0).then(|| view! { <p>{(words().admin().gaps.more)(more)}</p> })}
                        </div>
                    </div>
                }
            })}
    }
    .into_any()
}

#[component]
fn Row(incident: Previewed) -> impl IntoView {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    view! {
        <tr>
            <th scope="row" class="nowrap">{incident.number}</th>
            <td>{incident.title}<small>{incident.category}</small></td>
            <td class="nowrap"><StatusChip status=incident.status /></td>
            <td class="nowrap"><PriorityMark priority=incident.priority /></td>
            <td>{or_dash(incident.group)}<small>{incident.person}</small></td>
            <td>{or_dash(incident.caller)}</td>
            <td class="nowrap"><Ago at=incident.opened_at /></td>
            <td class="end">{incident.entries}</td>
        </tr>
    }
}
