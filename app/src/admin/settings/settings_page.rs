//! The settings of the instance.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ChangeSettings, SettingsView, load_settings, newest};
use crate::admin::parts::{Head, SavedBanner, Section};
use crate::admin::version::Version;
use crate::ui::{ErrorSummary, Field, Form, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page of the settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let query = use_query_map();
    let saved = Memo::new(move |_| query.with(|query| query.get("saved")));
    let shown = load(move || saved.get(), |_| load_settings());
    view! { <Load from=shown view=|view| view! { <Settings view /> }.into_any() /> }.into_any()
}

#[component]
fn Settings(view: SettingsView) -> impl IntoView {
    let w = &words().admin().settings;
    let s = view.settings;
    let labels = [
        ("organisation", w.name),
        ("base_url", w.base_url),
        ("time_zone", w.time_zone),
        ("close_after_days", w.close_after),
        ("reopen_within_days", w.reopen_within),
        ("file_mib", w.file_limit),
        ("mails_per_person", w.mail_ceiling),
        ("mails_per_hour", w.mail_flood),
    ]
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .to_vec();
    view! {
        <Page title=w.title>
            <Head title=w.title />
            <SavedBanner title=w.saved lead=w.saved_lead />
            <Form to=ChangeSettings::url() class="form" size="m" reload=true>
                <ErrorSummary labels />
                <Version version=view.version now="/admin/settings" fresh=newest />
                <Section title=w.organisation lead=w.organisation_lead>
                    <Field name="organisation" label=w.name value=s.organisation />
                    <Field name="base_url" label=w.base_url hint=w.base_url_hint kind="url" value=s.base_url optional=true />
                    <Field name="time_zone" label=w.time_zone hint=w.time_zone_hint value=s.time_zone />
                </Section>
                <Section title=w.tickets lead=w.tickets_lead>
                    <Field name="close_after_days" label=w.close_after hint=w.close_after_hint value=s.closing.close_after_days.to_string() width="s" inputmode="numeric" unit=w.days.to_owned() />
                    <Field name="reopen_within_days" label=w.reopen_within hint=w.reopen_within_hint value=s.closing.reopen_within_days.to_string() width="s" inputmode="numeric" unit=w.days.to_owned() />
                </Section>
                <Section title=w.limits lead=w.limits_lead>
                    <Field name="file_mib" label=w.file_limit hint=(w.file_limit_hint)(view.upload_limit_mib) value=s.limits.file_mib.to_string() width="s" inputmode="numeric" unit="MB" />
                    <Field name="mails_per_person" label=w.mail_ceiling hint=w.mail_ceiling_hint value=s.limits.mails_per_person.to_string() width="s" inputmode="numeric" unit=w.a_day.to_owned() />
                    <Field name="mails_per_hour" label=w.mail_flood hint=w.mail_flood_hint value=s.limits.mails_per_hour.to_string() width="s" inputmode="numeric" unit=w.an_hour.to_owned() />
                    <div class="field">
                        <p><strong>{w.file_types}</strong></p>
                        <p class="field-hint">{w.file_types_note}</p>
                    </div>
                </Section>
                <div class="form-foot"><Submit label=words().common().save /></div>
            </Form>
        </Page>
    }
}
