//! Who judges an answer, and when.

use domain::{
    id::UserId,
    rating::{is_taken, may_rate},
    ticket::StatusName,
    time::Span,
};

const RITA: UserId = UserId(1);
const ADA: UserId = UserId(2);
const BEN: UserId = UserId(3);

#[test]
fn an_answer_is_judged_once_there_is_one() {
    for &status in StatusName::ALL {
        let answered = matches!(status, StatusName::Resolved | StatusName::Closed);
        assert_eq!(may_rate(RITA, [Some(ADA), Some(BEN)], status), answered, "{status}");
        assert_eq!(is_taken(status, None), answered, "{status}");
    }
}

#[test]
fn nobody_judges_what_they_did_themselves() {
    for workers in [[Some(RITA), Some(ADA)], [Some(ADA), Some(RITA)], [Some(RITA), None], [None, Some(RITA)]] {
        assert!(!may_rate(RITA, workers, StatusName::Resolved), "{workers:?}");
    }
    assert!(may_rate(RITA, [None, None], StatusName::Resolved), "what a machine resolved is judged, too");
}

#[test]
fn a_judgement_is_changed_until_the_ticket_closes_or_a_day_went_by() {
    assert!(is_taken(StatusName::Resolved, Some(Span::from_days(100))));
    assert!(is_taken(StatusName::Closed, Some(Span::from_hours(23))));
    assert!(!is_taken(StatusName::Closed, Some(Span::from_hours(24))));
}
