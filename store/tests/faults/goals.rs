use domain::{
    calendar::{Draft, Week},
    fault::{
        goals::Goals,
        parts::{Targets, pieces},
    },
    settings::Settings,
};
use store::{settings, sla::calendars};

use super::*;

#[tokio::test]
async fn a_fault_is_held_against_the_targets_of_its_severity_and_told_in_working_time() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        faults::set(&store, &nina, id, &saying(Kind::Occurred, minute(-90))).await.unwrap();
        faults::set(&store, &nina, id, &saying(Kind::Detected, minute(-30))).await.unwrap();
        let before = seen(&store, &nina, id).await;
        assert_eq!((before.targets, before.working), (Targets::default(), None), "nothing is aimed at before somebody says so");

        let admin = store.as_actor(company.admin).await;
        // The test begins on a Monday at nine o'clock.
        let week = Week { mon: vec![["08:00".to_owned(), "17:00".to_owned()]], ..Week::default() };
        let office = Draft { zone: "UTC".to_owned(), week, ..Draft::default() };
        let calendar = calendars::create(&store, &admin, "Office", office).await.unwrap();
        let named = Settings { organisation: "Harbour & Sons".into(), ..Settings::clone(&*store.settings().await.unwrap()) };
        settings::change(&store, &admin, named).await.unwrap();
        let version = store.versioned_settings().await.unwrap().0;
        let aimed = |field: &str| if field == "major.detect" { "20m".to_owned() } else { String::new() };
        let goals = Goals::typed(Some(calendar), aimed).unwrap();
        let refused = faults::change_goals(&store, &nina, version, goals.clone()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let nowhere = Goals { calendar: Some(999.into()), ..goals.clone() };
        assert_eq!(code(faults::change_goals(&store, &admin, version, nowhere).await, "calendar"), Some(Code::UnknownReference));
        faults::change_goals(&store, &admin, version, goals.clone()).await.unwrap();
        let late = faults::change_goals(&store, &admin, version, Goals::default()).await;
        assert!(matches!(late, Err(Error::Conflict { what: "settings" })), "{late:?}");

        let fault = seen(&store, &nina, id).await;
        assert_eq!(fault.targets, goals.of(Severity::Major));
        let detect = pieces(fault.moments.points(), None, &fault.targets).remove(0);
        assert_eq!(detect.overrun, Some(Span::from_minutes(40)));
        let working = fault.working.unwrap();
        assert_eq!((working.calendar.as_str(), working.of(Part::Detect)), ("Office", Some(Span::from_minutes(30))));
        assert_eq!(working.so_far(Part::Locate, minute(15)), Some(Span::from_minutes(45)));
    })
    .await;
}
