use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::Calendar,
    invalid::{Code, Invalid},
};

fn t(minutes: i64) -> Timestamp {
    Timestamp::EPOCH.plus(Span::from_minutes(minutes))
}

fn interval(from: i64, until: Option<i64>) -> Interval {
    Interval { from: t(from), until: until.map(t) }
}

#[test]
fn a_minute_counts_once_however_many_intervals_cover_it() {
    let flapping = [interval(30, Some(40)), interval(0, Some(10)), interval(5, Some(12)), interval(12, Some(15))];
    assert_eq!(union(&flapping, t(100)), [(t(0), t(15)), (t(30), t(40))]);
    assert_eq!(length(&flapping, t(100)), Span::from_minutes(25));
}

#[test]
fn an_open_interval_lasts_until_now() {
    let open = [interval(0, Some(5)), interval(10, None)];
    assert_eq!(length(&open, t(30)), Span::from_minutes(25));
    assert!(is_open(&open, t(30)));
    assert!(!is_open(&open, t(7)));
    assert_eq!(length(&open, t(3)), Span::from_minutes(3), "what lies ahead does not hurt yet");
}

#[test]
fn each_interval_is_judged_in_its_place() {
    let wrong = judge(&[interval(0, Some(5)), interval(9, Some(8)), interval(50, None), interval(1, Some(60))], t(40));
    let expected = [(1, Rule::EndsBeforeItBegins), (2, Rule::BeginsInTheFuture), (3, Rule::EndsInTheFuture)];
    assert_eq!(wrong, expected.map(|(place, rule)| Wrong { place, rule }));
}

fn draft(money: &str, currency: &str) -> ExtentDraft {
    ExtentDraft { money: money.into(), currency: currency.into(), ..ExtentDraft::default() }
}

#[test]
fn an_extent_is_typed_as_people_write_numbers() {
    let typed = ExtentDraft { users: "1,200".into(), requests: " ".into(), minutes: "0".into(), ..draft("12 500.5", "cny") };
    let extent = typed.parse().unwrap();
    assert_eq!((extent.users, extent.requests, extent.minutes), (Some(1_200), None, Some(0)));
    assert_eq!(extent.money.unwrap().to_string(), "12500.50 CNY");
    assert!(!Extent::default().is_numeric() && extent.is_numeric());
}

#[test]
fn money_has_a_currency_and_its_decimals() {
    let error = |money, currency| draft(money, currency).parse().unwrap_err();
    assert_eq!(error("12", ""), Invalid::one("currency", Code::Required));
    assert_eq!(error("12", "yuan"), Invalid::one("currency", Code::UnknownChoice));
    assert_eq!(error("12.5", "JPY"), Invalid::one("money", Code::TooManyDecimals { max: 0 }));
    assert_eq!(error("-12", "EUR"), Invalid::one("money", Code::NotANumber));
    assert_eq!(error(&"9".repeat(30), "EUR").of("money"), Some(&Code::OutOfRange { min: Some(0.0), max: None }));
    let amount = |money, currency| draft(money, currency).parse().unwrap().money.unwrap().to_string();
    assert_eq!(amount("7", "JPY"), "7 JPY");
    assert_eq!(amount("0.05", "EUR"), "0.05 EUR");
    assert_eq!(amount("1.005", "KWD"), "1.005 KWD");
    assert_eq!(ExtentDraft { users: "many".into(), ..ExtentDraft::default() }.parse().unwrap_err().of("users"), Some(&Code::NotANumber));
}

fn intervals() -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::vec((0..300_i64, prop::option::of(0..300_i64)), 0..8)
        .prop_map(|all| all.into_iter().map(|(from, until)| interval(from, until)).collect())
}

proptest! {
    #[test]
    fn the_length_is_what_counting_minute_by_minute_gives(intervals in intervals(), now in 0..300_i64) {
        let hurt = |minute: &i64| intervals.iter().any(|one| one.from <= t(*minute) && one.until.is_none_or(|until| t(*minute) < until));
        let counted = (0..now).filter(hurt).count();
        prop_assert_eq!(length(&intervals, t(now)), Span::from_minutes(i64::try_from(counted).unwrap()));
        let always = Timetable::new(Calendar::always(), TimeZone::UTC);
        prop_assert_eq!(working(&intervals, t(now), &always), length(&intervals, t(now)));
        prop_assert!(union(&intervals, t(now)).windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn money_reads_what_it_writes(minor in 0..9_007_199_254_740_991_u64, currency in prop::sample::select(vec!["CNY", "JPY", "KWD"])) {
        let money = Money { minor, currency: currency.parse().unwrap() };
        prop_assert_eq!(Money::parse(&money.amount(), money.currency), Ok(money));
        prop_assert_eq!(serde_json::from_str::<Money>(&serde_json::to_string(&money).unwrap()).unwrap(), money);
    }
}
