use super::{Word, present::Table};
use domain::{
    id::{TicketId, UserId},
    time::{Span, Timestamp},
};

const TICKET: TicketId = TicketId(1001);
const NOW: Timestamp = Timestamp::from_millis(1_000_000);
const NOBODY: UserId = UserId(0);

fn looks(ear: i64, person: i64) -> Word {
    Word::Looks { ticket: TICKET, ear, person: UserId(person), name: format!("Person {person}") }
}

fn writes(person: i64) -> Word {
    Word::Writes { ticket: TICKET, person: UserId(person), name: format!("Person {person}") }
}

fn there(table: &Table, now: Timestamp) -> Vec<(i64, bool)> {
    table.on(TICKET, now, NOBODY).iter().map(|present| (present.person.id.get(), present.writing)).collect()
}

#[test]
fn two_pages_of_one_person_are_one_person_until_both_are_closed() {
    let mut table = Table::default();
    for word in [looks(1, 7), looks(2, 7), looks(3, 8)] {
        table.note(&word, NOW);
    }
    assert_eq!(there(&table, NOW), [(7, false), (8, false)]);
    table.note(&Word::Leaves { ticket: TICKET, ear: 1 }, NOW);
    assert_eq!(there(&table, NOW), [(7, false), (8, false)]);
    table.note(&Word::Leaves { ticket: TICKET, ear: 2 }, NOW);
    assert_eq!(there(&table, NOW), [(8, false)]);
    assert!(table.on(TICKET, NOW, UserId(8)).is_empty(), "nobody is shown to themselves");
}

#[test]
fn who_does_not_say_so_again_is_forgotten() {
    let mut table = Table::default();
    table.note(&looks(1, 7), NOW);
    let later = NOW.plus(Span::from_minutes(1));
    table.note(&looks(2, 8), later);
    assert_eq!(there(&table, later), [(7, false), (8, false)]);
    table.note(&looks(2, 8), later);
    assert_eq!(there(&table, later.plus(Span::from_minutes(1))), [(8, false)]);
}

#[test]
fn who_goes_on_writing_is_there_though_no_page_of_theirs_listens() {
    let mut table = Table::default();
    let pause = Span::from_millis(8_000);
    for n in 0..5 {
        let at = NOW.plus(Span::from_millis(pause.millis() * n));
        table.note(&writes(8), at);
        assert_eq!(there(&table, at.plus(pause)), [(8, true)]);
    }
}

#[test]
fn writing_ends_by_itself_or_when_it_is_sent() {
    let mut table = Table::default();
    table.note(&looks(1, 7), NOW);
    table.note(&writes(7), NOW);
    table.note(&writes(8), NOW);
    assert_eq!(there(&table, NOW), [(7, true), (8, true)]);
    let sent = Word::Changed { ticket: TICKET, kind: "replied".into(), by: Some(UserId(7)), places: Vec::new(), public: None };
    table.note(&sent, NOW);
    assert_eq!(there(&table, NOW), [(7, false), (8, true)]);
    assert_eq!(there(&table, NOW.plus(Span::from_millis(12_000))), [(7, false)]);
}
