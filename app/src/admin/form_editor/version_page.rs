//! A version of a form as it was.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{OldForm, load_form_version};
use super::page::service_of_address;
use super::preview::Preview;
use crate::admin::parts::Head;
use crate::reader::locale;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// What requesters were asked in one version.
#[component]
pub fn FormVersionPage() -> impl IntoView {
    let service = service_of_address();
    let params = use_params_map();
    let version = Memo::new(move |_| params.with(|params| params.get("version").and_then(|version| version.parse().ok()).unwrap_or(0)));
    let shown = load(move || (service.get(), version.get()), |(service, version)| load_form_version(service, version));
    view! { <Load from=shown view=|old| view! { <Version old /> }.into_any() /> }.into_any()
}

#[component]
fn Version(old: OldForm) -> impl IntoView {
    let w = &words().admin().form;
    let name = old.about.service.name.get(locale()).to_owned();
    let editor = format!("/admin/services/{}/form", old.about.service.id);
    let title = (w.version)(old.version.version);
    let above = vec![
        ("/admin/services".to_owned(), words().admin().services.title.to_owned()),
        (format!("/admin/services/{}", old.about.service.id), name),
        (editor.clone(), w.form.to_owned()),
    ];
    let form = RwSignal::new(old.form);
    view! {
        <Page title=title.clone()>
            <Head title lead=w.old_version_lead above>
                {old.version.in_force.then(|| view! { <span class="chip" data-tone="ok"><Icon name="check" />{w.in_use}</span> })}
                <div class="page-actions"><a class="button" href=editor><Icon name="arrow-left" />{w.back_to_editor}</a></div>
            </Head>
            <Preview form about=old.about services=old.services />
        </Page>
    }
}
