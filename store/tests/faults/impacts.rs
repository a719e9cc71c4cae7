use domain::fault::impact::Interval;
use store::faults::Mending;

use super::*;

#[tokio::test]
async fn impact_comes_and_goes_and_one_while_at_most_is_open() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        let start = async |from, until| faults::start_impact(&store, &nina, id, from, until).await;
        start(minute(-60), Some(minute(-50))).await.unwrap();
        start(minute(-30), None).await.unwrap();
        assert!(matches!(start(minute(-20), None).await, Err(Error::Conflict { .. })));
        assert_eq!(code(start(minute(1), None).await, "from"), bounds(None, Some(START)));
        assert_eq!(code(start(minute(-5), Some(minute(-6))).await, "until"), bounds(Some(minute(-5)), None));
        let open = seen(&store, &nina, id).await.impacts[1].id;
        assert_eq!(code(faults::stop_impact(&store, &nina, id, open, minute(-31)).await, "until"), bounds(Some(minute(-30)), None));
        faults::stop_impact(&store, &nina, id, open, minute(-25)).await.unwrap();
        assert!(matches!(faults::stop_impact(&store, &nina, id, open, minute(-24)).await, Err(Error::Conflict { .. })));
        let intervals: Vec<_> = seen(&store, &nina, id).await.impacts.iter().map(|impact| impact.interval).collect();
        assert_eq!(domain::fault::impact::length(&intervals, START), Span::from_minutes(15));
    })
    .await;
}

#[tokio::test]
async fn an_interval_that_was_wrong_is_taken_back_with_a_reason_and_stays_to_be_read() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (nina, id) = declared(&store, &company).await;
        faults::start_impact(&store, &nina, id, minute(-60), Some(minute(-50))).await.unwrap();
        faults::start_impact(&store, &nina, id, minute(-30), None).await.unwrap();
        let [first, open] = <[_; 2]>::try_from(seen(&store, &nina, id).await.impacts).unwrap();
        let mending = |impact: domain::fault::view::Impact, to, why: &str| Mending {
            impact: impact.id,
            was: impact.interval,
            to,
            why: why.to_owned(),
        };
        let mend = async |mending| faults::mend_impact(&store, &nina, id, &mending).await;

        let shorter = Interval { from: minute(-60), until: Some(minute(-55)) };
        assert_eq!(code(mend(mending(first, Some(shorter), " ")).await, "why"), Some(Code::Required));
        let reversed = Interval { from: minute(-60), until: Some(minute(-70)) };
        assert_eq!(code(mend(mending(first, Some(reversed), "misread")).await, "until"), bounds(Some(minute(-60)), None));
        let second_open = Interval { from: minute(-60), until: None };
        assert!(matches!(mend(mending(first, Some(second_open), "misread")).await, Err(Error::Conflict { .. })));
        let ada = store.as_actor(company.ada).await;
        let stranger = faults::mend_impact(&store, &ada, id, &mending(first, None, "misread")).await;
        assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
        assert_eq!(seen(&store, &nina, id).await.impacts, [first, open], "what was refused left nothing");

        mend(mending(first, Some(shorter), "misread the graph")).await.unwrap();
        assert!(matches!(mend(mending(first, None, "misread")).await, Err(Error::Conflict { .. })), "somebody else was quicker");
        mend(mending(open, None, "that was another fault")).await.unwrap();
        // Nothing is open any more, so that another one can be.
        faults::start_impact(&store, &nina, id, minute(-5), None).await.unwrap();
        let fault = seen(&store, &nina, id).await;
        let standing: Vec<_> = fault.impacts.iter().map(|impact| impact.interval).collect();
        assert_eq!(standing, [shorter, Interval { from: minute(-5), until: None }]);
        let withdrawn: Vec<_> =
            fault.withdrawn.iter().map(|one| (one.interval, one.by.as_ref().map(|by| by.id), one.why.as_str())).collect();
        let by = Some(company.nina);
        assert_eq!(withdrawn, [(first.interval, by, "misread the graph"), (open.interval, by, "that was another fault")]);
        let records = store.number("SELECT count(*) FROM audit WHERE action = 'fault.mend_impact'").await;
        assert_eq!(records, 2);
    })
    .await;
}
