//! Properties of surveys: whatever is answered, these hold.

#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use domain::{
    rating::{self, Stars},
    survey::{Answer, Kind, Lexicon, Rate, Sentiment, figure},
};
use proptest::prelude::*;

fn any_answers() -> impl Strategy<Value = (Kind, Vec<Answer>)> {
    proptest::sample::select(Kind::ALL).prop_flat_map(|kind| {
        let answer = kind.answers().prop_map(move |given| Answer::try_from((kind, given)).unwrap());
        (Just(kind), proptest::collection::vec(answer, 0..60))
    })
}

proptest! {
    #[test]
    fn a_figure_has_its_n_and_stays_within_its_bounds((kind, answers) in any_answers()) {
        let Some(figure) = figure(kind, answers.iter().copied()) else {
            prop_assert!(answers.is_empty());
            return Ok(());
        };
        let bounds = match kind {
            Kind::Stars => 0.0..=1.0,
            Kind::Nps => -100.0..=100.0,
            Kind::Ces => 1.0..=7.0,
        };
        prop_assert!(figure.n == answers.len() as u64 && bounds.contains(&figure.value));
    }

    #[test]
    fn the_order_of_answers_does_not_matter(
        ((kind, answers), shuffled) in any_answers().prop_flat_map(|(kind, answers)| (Just((kind, answers.clone())), Just(answers).prop_shuffle())),
    ) {
        prop_assert_eq!(figure(kind, answers), figure(kind, shuffled));
    }

    #[test]
    fn stars_come_to_the_same_csat_as_ratings_of_tickets(given in proptest::collection::vec(1..=5_u8, 0..60)) {
        let answers = given.iter().map(|&given| Answer::try_from((Kind::Stars, given)).unwrap());
        let stars: Vec<Stars> = given.iter().map(|&given| Stars::try_from(given).unwrap()).collect();
        prop_assert_eq!(figure(Kind::Stars, answers).map(|figure| figure.value), rating::csat(&stars));
    }

    #[test]
    fn a_higher_answer_never_lowers_a_figure((kind, answers) in any_answers(), place in any::<prop::sample::Index>()) {
        prop_assume!(!answers.is_empty());
        let mut higher = answers.clone();
        let answer = &mut higher[place.index(answers.len())];
        *answer = Answer::try_from((kind, (answer.given() + 1).min(*kind.answers().end()))).unwrap();
        prop_assert!(figure(kind, higher).unwrap().value >= figure(kind, answers).unwrap().value);
    }

    #[test]
    fn a_response_rate_is_a_share(answered: u32, sent: u32) {
        let share = Rate { answered, sent }.share();
        prop_assert!(share.map_or(sent == 0, |share| (0.0..=1.0).contains(&share)));
    }

    #[test]
    fn any_comment_can_be_guessed_at(comment in "(\\PC|不|没有|满意|慢|not |good|bad|, |but ){0,40}") {
        let lexicon = Lexicon::built_in();
        prop_assert_eq!(lexicon.guess(&comment), lexicon.guess(&comment.to_ascii_uppercase()));
    }

    #[test]
    fn a_negation_turns_praise_and_blame_around(filler in "(very |that |a bit ){0,1}", praise in "good|helpful|friendly|fast", blame in "slow|rude|confusing") {
        let lexicon = Lexicon::built_in();
        let negated = |word: &str| lexicon.guess(&format!("It was not {filler}{word}."));
        prop_assert_eq!((negated(&praise), negated(&blame)), (Some(Sentiment::Negative), Some(Sentiment::Positive)));
    }
}
