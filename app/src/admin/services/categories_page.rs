//! The groups of the catalogue.

use domain::catalogue::CategoryRow;
use leptos::prelude::*;

use super::api::{ChangeCategory, CreateCategory, DeleteCategory, RaiseCategory, categories};
use crate::admin::parts::{Head, IconButton};
use crate::ui::{ErrorSummary, Field, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page with every category.
#[component]
pub fn CategoriesPage() -> impl IntoView {
    let shown = load(|| (), |()| categories());
    let on_change = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |rows| view! { <Categories rows on_change /> }.into_any() /> }.into_any()
}

#[component]
fn Categories(rows: Vec<CategoryRow>, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().services;
    let a = words().admin();
    let above = vec![("/admin/services".to_owned(), w.title.to_owned())];
    let in_language = |language: &str| format!("{}, {language}", w.name);
    view! {
        <Page title=w.categories>
            <Head title=w.categories lead=w.categories_lead above />
            <ul class="rows" data-framed="">{rows.into_iter().enumerate().map(|(place, row)| view! { <Category row first={place == 0} on_change /> }).collect_view()}</ul>
            <section class="card" aria-labelledby="new-category">
                <header><h2 id="new-category">{w.new_category}</h2></header>
                <Form to=CreateCategory::url() class="stack" on_done=on_change>
                    <ErrorSummary />
                    <div class="form-pair">
                        <Field name="name_en" label=in_language(a.in_english) />
                        <Field name="name_zh" label=in_language(a.in_chinese) optional=true />
                    </div>
                    <div><Submit label=w.new_category icon="plus" /></div>
                </Form>
            </section>
        </Page>
    }
}

#[component]
fn Category(row: CategoryRow, first: bool, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().services;
    let a = words().admin();
    let id = StoredValue::new(row.id.to_string());
    let named = row.name.get(crate::reader::locale()).to_owned();
    let remove = format!("{} {named}", a.remove);
    let raise = (words().admin().form.move_up)(&named);
    let used = row.services > 0;
    let input = |name: &'static str, label: String, value: String| {
        view! { <input class="input" name=name value=value aria-label=label data-width="s" /> }
    };
    let label = |language: &str| format!("{}, {language}", w.name);
    view! {
        <li>
            <Icon name="folder" />
            <Form to=ChangeCategory::url() key=format!("change-{}", row.id) class="cluster" on_done=on_change>
                <input type="hidden" name="id" value=id.get_value() />
                {input("name_en", label(a.in_english), row.name.en)}
                {input("name_zh", label(a.in_chinese), row.name.zh)}
                <button class="button" type="submit">{words().common().save}<span class="visually-hidden">" "{named}</span></button>
                <span class="small quiet">{if row.services == 0 { w.no_services_in.to_owned() } else { (w.services_in)(row.services) }}</span>
                <ErrorSummary />
            </Form>
            <Form to=RaiseCategory::url() key=format!("raise-{}", row.id) on_done=on_change>
                <input type="hidden" name="id" value=id.get_value() />
                <IconButton icon="arrow-up" label=raise disabled=first />
            </Form>
            <Form to=DeleteCategory::url() key=format!("delete-{}", row.id) on_done=on_change>
                <input type="hidden" name="id" value=id.get_value() />
                <IconButton icon="trash" label=remove disabled=used />
            </Form>
        </li>
    }
}
