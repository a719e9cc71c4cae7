//! Taking something out of use, and back: the last part of its page.

use leptos::prelude::*;

use super::parts::AskFirst;
use crate::ui::{ErrorSummary, Form, Submit};
use crate::words::words;

/// What both acts are called, and what comes of them.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub archive: &'static str,
    pub archive_lead: &'static str,
    pub restore: &'static str,
    pub archived_lead: &'static str,
}

/// The form that archives what is in use, after asking, or restores what is archived.
#[component]
pub fn Archive(
    /// The server function: it takes `id` and `archived`.
    to: &'static str,
    #[prop(into)] id: String,
    archived: bool,
    said: Said,
    /// What a refusal may name, as [`ErrorSummary`] takes it.
    #[prop(optional)]
    labels: Vec<(String, String)>,
    on_change: Callback<()>,
) -> impl IntoView {
    let fields = move || {
        view! {
            <ErrorSummary labels />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="archived" value=(!archived).to_string() />
        }
    };
    let (title, act) = if archived {
        let restore = view! {
            <p class="soft">{said.archived_lead}</p>
            <Form to class="stack" on_done=on_change>
                {fields()}
                <div><Submit label=said.restore kind="secondary" icon="undo" /></div>
            </Form>
        };
        (said.restore, restore.into_any())
    } else {
        let archive = view! {
            <AskFirst label=said.archive icon="archive" lead=said.archive_lead to>
                <Form to class="stack" on_done=on_change>
                    {fields()}
                    <div><Submit label=words().admin().sure kind="danger" icon="archive" /></div>
                </Form>
            </AskFirst>
        };
        (said.archive, archive.into_any())
    };
    view! {
        <section class="danger-zone" aria-labelledby="archive">
            <h2 id="archive">{title}</h2>
            {act}
        </section>
    }
}
