//! A service that nobody can ask for yet: what it has, what it lacks, and the button that offers it.

use domain::id::ServiceId;
use leptos::prelude::*;

use super::api::{Needs, OfferService};
use crate::ui::{ErrorSummary, Form, Icon, ServerFn, Submit};
use crate::words::words;

/// The mark of a draft.
#[component]
pub fn DraftChip() -> impl IntoView {
    view! { <span class="chip" data-tone="hold"><Icon name="edit" />{words().admin().services.draft}</span> }
}

/// What is missing is said; with a form it can be offered.
#[component]
pub fn DraftCard(service: ServiceId, needs: Needs) -> impl IntoView {
    let w = &words().admin().services;
    let labels = vec![("form".to_owned(), w.form.to_owned()), ("team".to_owned(), w.team.to_owned())];
    let lines = [
        (true, w.has_team),
        (needs.has_owner, if needs.has_owner { w.has_owner } else { w.lacks_owner }),
        (needs.has_form, if needs.has_form { w.has_form } else { w.lacks_form }),
    ]
    .map(|(has, line)| view! { <li><Icon name=if has { "check" } else { "alert" } />{line}</li> });
    let act = if needs.has_form {
        view! {
            <Form to=OfferService::url() class="stack">
                <ErrorSummary labels />
                <input type="hidden" name="id" value=service.to_string() />
                <div><Submit label=w.offer icon="megaphone" /></div>
            </Form>
        }
        .into_any()
    } else {
        view! { <div><a class="button" data-kind="primary" href=format!("/admin/services/{service}/form")><Icon name="edit" />{w.write_form}</a></div> }
            .into_any()
    };
    view! {
        <section class="banner" data-tone="hold" aria-labelledby="draft">
            <Icon name="eye-off" />
            <div class="banner-body stack" data-gap="s">
                <h2 class="banner-title" id="draft">{w.draft_title}</h2>
                <ul class="needs">{lines}</ul>
                {act}
            </div>
        </section>
    }
}
