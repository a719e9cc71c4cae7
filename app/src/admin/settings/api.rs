//! Server functions of the settings.

use domain::directory::FirstSteps;
use domain::fault::goals::Goals;
use domain::id::CalendarId;
use domain::settings::Settings;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The settings, and the limit that comes with the machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    pub settings: Settings,
    /// What a change of them begins from.
    pub version: i64,
    /// The largest request with files that the server takes, in MiB.
    pub upload_limit_mib: u32,
}

/// Which of the first steps were made, and whether mail leaves; nothing, once they are of no use.
#[server(prefix = "/api", endpoint = "admin/first-steps", input = GetUrl)]
pub async fn load_first_steps() -> Result<Option<(FirstSteps, bool)>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let steps = store::beginning::first_steps(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    Ok(steps.map(|steps| (steps, visit.sends_mail)))
}

/// The settings in force.
#[server(prefix = "/api", endpoint = "admin/settings", input = GetUrl)]
pub async fn load_settings() -> Result<SettingsView, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (version, settings) = in_force(&visit, &actor).await?;
    Ok(SettingsView { settings, version, upload_limit_mib: visit.upload_limit_mib })
}

#[cfg(feature = "ssr")]
async fn in_force(visit: &crate::visit::Visit, actor: &domain::permit::Actor) -> Result<(i64, Settings), AppError> {
    use domain::permit::{Act, may};
    if !may(actor, Act::ManageSettings) {
        return Err(AppError::NotFound);
    }
    let (version, settings) = visit.store.versioned_settings().await.map_err(crate::visit::fail)?;
    Ok((version, Settings::clone(&settings)))
}

/// The version of the settings that are in force.
pub async fn newest() -> Result<i64, AppError> {
    Ok(load_settings().await?.version)
}

/// Changes the settings of the organisation and of tickets as they stood in `version`, and the limits, which are read from the form as it came.
#[server(prefix = "/api", endpoint = "admin/change-settings")]
pub async fn change_settings(
    version: i64,
    organisation: String,
    time_zone: String,
    #[server(default)] base_url: String,
    close_after_days: String,
    reopen_within_days: String,
) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    use domain::invalid::{Code, Invalid};
    use domain::settings::Limits;
    use domain::ticket::ClosingRule;
    let (visit, actor) = signed_in()?;
    let (_, old) = in_force(&visit, &actor).await?;
    // What is no number is out of range as well, and is told together with everything else that is wrong.
    let days = |typed: &str| typed.trim().parse().unwrap_or(u16::MAX);
    let closing = ClosingRule { close_after_days: days(&close_after_days), reopen_within_days: days(&reopen_within_days) };
    let fields = Fields::of_request();
    let number = |name: &str| fields.one(name).parse().unwrap_or(u32::MAX);
    let limits =
        Limits { file_mib: number("file_mib"), mails_per_person: number("mails_per_person"), mails_per_hour: number("mails_per_hour") };
    // A file that no request can carry would only promise too much.
    if limits.file_mib > visit.upload_limit_mib && Limits::FILE_MIB.contains(&limits.file_mib) {
        let bounds = Code::OutOfRange { min: Some(1.0), max: Some(visit.upload_limit_mib.into()) };
        return Err(Invalid::one("file_mib", bounds).into());
    }
    let new = Settings { organisation, time_zone, base_url, closing, limits, ..old };
    store::settings::change_since(&visit.store, &actor, version, new).await.map_err(fail)?;
    redirect(&format!("/admin/settings?saved={}", visit.request_id));
    Ok(())
}

/// What is aimed at in faults, and the calendars to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalsView {
    pub goals: Goals,
    pub calendars: Vec<(CalendarId, String)>,
    /// What a change of them begins from.
    pub version: i64,
}

/// What is aimed at in faults.
#[server(prefix = "/api", endpoint = "admin/fault-goals", input = GetUrl)]
pub async fn load_goals() -> Result<GoalsView, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    let (version, settings) = in_force(&visit, &actor).await?;
    let calendars = store::faults::calendars(&visit.store, &actor).await.map_err(crate::visit::fail)?;
    Ok(GoalsView { goals: settings.goals, calendars, version })
}

/// Changes what is aimed at as it stood in the form's `version`; the targets are read from the form as it came, as `critical.detect`.
#[server(prefix = "/api", endpoint = "admin/change-fault-goals")]
pub async fn change_goals() -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    in_force(&visit, &actor).await?;
    let fields = Fields::of_request();
    let version = fields.one("version").parse().map_err(|_| AppError::Malformed)?;
    let goals = Goals::typed(fields.one("calendar").parse().ok(), |field| fields.one(field))?;
    store::faults::change_goals(&visit.store, &actor, version, goals).await.map_err(fail)?;
    redirect(&format!("/admin/faults?saved={}", visit.request_id));
    Ok(())
}

/// Changes the matrix as it stood in the form's `version`; its cells are read from the form as it came, as `high.low`.
#[server(prefix = "/api", endpoint = "admin/change-matrix")]
pub async fn change_matrix() -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    use domain::priority::{Impact, Urgency};
    let (visit, actor) = signed_in()?;
    let (_, old) = in_force(&visit, &actor).await?;
    let fields = Fields::of_request();
    let version = fields.one("version").parse().map_err(|_| AppError::Malformed)?;
    let mut matrix = old.matrix.clone();
    for &impact in Impact::ALL {
        for &urgency in Urgency::ALL {
            let typed = fields.one(&super::matrix_page::cell_name(impact, urgency));
            matrix = matrix.with(impact, urgency, typed.parse().map_err(|_| AppError::Malformed)?);
        }
    }
    store::settings::change_since(&visit.store, &actor, version, Settings { matrix, ..old }).await.map_err(fail)?;
    redirect(&format!("/admin/matrix?saved={}", visit.request_id));
    Ok(())
}
