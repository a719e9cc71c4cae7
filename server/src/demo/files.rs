//! A few files: small texts and lists, written here, taken in as if they had been uploaded.

use std::convert::Infallible;

use bytes::Bytes;
use futures::stream;
use store::Store;
use store::tickets::past::Past;

use super::dice::Dice;
use super::year::Told;
use super::{DemoError, Plan};

/// Of the tickets that could have a file, those that have one.
const OFTEN: f64 = 0.05;

/// The past with its files, if it has any: taken in at the present moment of the store's clock.
///
/// # Errors
/// A file that is refused.
pub async fn attached(store: &Store, plan: &Plan, told: Told) -> Result<Past, DemoError> {
    let Told { mut past, file_fields } = told;
    let mut dice = Dice::for_thing(plan.seed ^ 0xf11e, past.at.millis().unsigned_abs());
    for field in file_fields {
        if !dice.chance(OFTEN) {
            continue;
        }
        let (name, content) = file(field, &past.draft.title, &mut dice);
        let uploader = store::actor::load(store, past.by).await?;
        let parts = stream::iter([Ok::<_, Infallible>(Bytes::from(content))]);
        let kept = store::files::receive(store, &uploader, "files", &name, parts).await?;
        past.draft.answers.entry(field.to_owned()).or_default().push(kept.id.to_string());
    }
    Ok(past)
}

fn file(field: &str, title: &str, dice: &mut Dice) -> (String, String) {
    match field {
        "list" => ("price-list.csv".to_owned(), list(dice)),
        "log" => ("client-log.txt".to_owned(), log(dice)),
        _ => (
            "what-i-see.txt".to_owned(),
            format!(
                "{title}\n\nTyped off the screen:\n\nError 0x{:08x} at step {}\nTry again? [y/n]\n",
                dice.number(1, 0x7fff_ffff),
                dice.number(1, 9)
            ),
        ),
    }
}

fn list(dice: &mut Dice) -> String {
    let mut list = "article;old;new\n".to_owned();
    for _ in 0..dice.number(8, 40) {
        let old = dice.number(89, 2_499);
        list.push_str(&format!(
            "{};{}.{:02};{}.{:02}\n",
            dice.number(20_100, 98_900),
            old / 100,
            old % 100,
            old * 41 / 4_000,
            old * 41 / 40 % 100
        ));
    }
    list
}

fn log(dice: &mut Dice) -> String {
    let mut log = String::new();
    let mut second = dice.number(30_000, 60_000);
    for turn in 0..dice.number(6, 14) {
        let clock = format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
        let line = ["tunnel up", "rekey", "no answer from the gateway", "reconnecting"][usize::try_from(turn % 4).unwrap_or_default()];
        log.push_str(&format!("{clock} {line}\n"));
        second += dice.number(2, 1_500);
    }
    log
}
