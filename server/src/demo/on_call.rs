//! Two teams that are on call: their rotas, whom their faults call, and the calls that went out.

use domain::id::TeamId;
use domain::on_call::policy::{PolicyDraft, StepDraft};
use domain::on_call::rota::RotaDraft;
use domain::permit::Actor;
use domain::time::{Span, Timestamp};
use store::on_call::{self, Taking};
use store::{Store, outbox};

use super::calendar::ZONE;
use super::company::Company;
use super::{DemoError, Plan, stand_at};

/// So many days before the present it began.
pub const AGO: i64 = 60;
/// A fault of the past is looked at minute by minute for so long.
const MINUTES: i64 = 60;

/// Who takes turns in which team, from which day of the week, and after how many minutes the leads hear of it.
const ROTAS: [(&str, &str, &str, &[&str], &str); 2] = [
    ("Order Platform", "First line", "mon", &["clara", "dmitri", "elif", "jun"], "10"),
    ("Network", "Network day and night", "wed", &["mateo", "oskar", "thea"], "15"),
];

/// Lets both teams decide.
///
/// # Errors
/// What the verbs refuse.
pub async fn begin(store: &Store, company: &Company, administrator: &Actor, plan: &Plan) -> Result<(), DemoError> {
    for (team, name, hand_over, people, leads_after) in ROTAS {
        let team: TeamId = *company.teams.get(team).ok_or(DemoError::Script("no such team"))?;
        let ids: Option<Vec<String>> = people.iter().map(|mailbox| company.member(mailbox).map(|member| member.id.to_string())).collect();
        let ids = ids.ok_or(DemoError::Script("nobody to be on call"))?;
        let today = store.now().to_jiff().to_string();
        let draft = RotaDraft {
            name: name.into(),
            zone: ZONE.into(),
            people: ids.clone(),
            days: "7".into(),
            hand_over: hand_over.into(),
            time: "09:00".into(),
            from: today.get(..10).unwrap_or_default().to_owned(),
        };
        let rota = on_call::create(store, administrator, team, &draft).await?;
        let step = |after: &str, whom: String| StepDraft { after: after.into(), whom: vec![whom] };
        let policy = PolicyDraft {
            active: true,
            least: "major".into(),
            steps: vec![step("0", format!("rota:{rota}")), step(leads_after, "leads".into())],
            rounds: "2".into(),
            pause: "15".into(),
            ..PolicyDraft::default()
        };
        on_call::save_policy(store, administrator, team, 0, &policy).await?;
        // Somebody is away on the day after tomorrow.
        let from = plan.until.plus(Span::from_days(2));
        let moment = |at: Timestamp| at.millis().to_string();
        let stands_in = ids.last().cloned().unwrap_or_default();
        let taking = Taking { person: stands_in, from: moment(from), until: moment(from.plus(Span::from_days(1))) };
        on_call::take_over(store, administrator, rota, &taking).await?;
    }
    Ok(())
}

/// Lets time pass until then, while faults call and their mails go out.
///
/// # Errors
/// What the verbs refuse.
pub async fn pass_to(store: &Store, until: Timestamp) -> Result<(), DemoError> {
    for _ in 0..MINUTES {
        on_call::call_due(store, 10).await?;
        for mail in outbox::claim(store, 10).await? {
            outbox::sent(store, mail.claim(), &format!("{}@kestrel.example", mail.key.replace(':', "."))).await?;
        }
        if store.now() >= until {
            break;
        }
        stand_at(store, until.min(store.now().plus(Span::from_minutes(1))));
    }
    stand_at(store, until);
    Ok(())
}
