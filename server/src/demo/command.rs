//! The command `opsbeat demo`.

use std::error::Error;
use std::io::{self, IsTerminal, Write};

use rand::TryRng;
use store::{Clock, Store};

use super::{Account, Plan, fill};
use crate::config::Config;

/// What the command line says about the demo company.
#[derive(Clone, Debug, clap::Args)]
pub struct Demo {
    /// Another seed makes another year
    #[arg(long, default_value_t = 345, value_name = "N")]
    seed: u64,
    /// About how many tickets the year has
    #[arg(long, default_value_t = 6_000, value_name = "N")]
    tickets: u32,
    /// One password for all accounts, instead of a random one for each: for tests
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
}

/// Makes the demo company in an empty database, and prints who can sign in.
///
/// # Errors
/// A database that is in use or cannot be reached; a password that is too weak.
pub async fn run(config: &Config, demo: Demo) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = config.sqlite_folder() {
        std::fs::create_dir_all(folder)?;
    }
    let plan = Plan { seed: demo.seed, until: Clock::System.now(), tickets: demo.tickets };
    let store = Store::open(&config.database, &config.files, Clock::fixed(plan.from())).await?;
    store.migrate().await?;
    // Drawn before anything is made, so that nothing fails half-way for want of chance.
    let mut passwords = passwords(200)?.into_iter();
    let mut password = || demo.password.clone().or_else(|| passwords.next()).unwrap_or_default();
    let terminal = io::stderr().is_terminal();
    let accounts = fill(&store, &plan, &mut password, |written, all| {
        if terminal {
            eprint!("\r{written} of {all} tickets");
            let _ = io::stderr().flush();
        }
    })
    .await?;
    if terminal {
        eprint!("\r\x1b[K");
    }
    store.close().await;
    print!("{}", table(&accounts));
    Ok(())
}

/// Who can sign in. Nothing but the hashes of the passwords is kept in the database.
fn table(accounts: &[Account]) -> String {
    let width = |of: fn(&Account) -> &str, head: &str| {
        accounts.iter().map(|account| of(account).len()).chain([head.len()]).max().unwrap_or_default()
    };
    let (email, password) = (width(|account| &account.email, "address"), width(|account| &account.password, "password"));
    let mut table = "\n  The demo company Kestrel Foods is ready. These people can sign in:\n\n".to_owned();
    table.push_str(&format!("  {:email$}  {:password$}  who\n", "address", "password"));
    table.push_str(&format!("  {}  {}  {}\n", "-".repeat(email), "-".repeat(password), "-".repeat(3)));
    for account in accounts {
        let Account { name, email: address, password: secret, what_for } = account;
        table.push_str(&format!("  {address:email$}  {secret:password$}  {name}: {what_for}\n"));
    }
    table.push('\n');
    table
}

/// Passwords that nobody guesses and everybody can type: four groups of four letters, 75 bits.
fn passwords(count: usize) -> Result<Vec<String>, Box<dyn Error>> {
    // 26 letters without those that look alike, and digits: 27 of them, told apart in any typeface.
    const LETTERS: &[u8; 27] = b"abcdefghjkmnpqrstuvwxyz2345";
    (0..count)
        .map(|_| {
            let mut letters = Vec::new();
            while letters.len() < 16 {
                let mut bytes = [0; 32];
                rand::rngs::SysRng.try_fill_bytes(&mut bytes)?;
                // Bytes beyond a multiple of 27 are thrown away, so that every letter is as likely.
                letters.extend(bytes.into_iter().filter(|byte| *byte < 243).map(|byte| char::from(LETTERS[usize::from(byte % 27)])));
            }
            Ok(letters[..16].chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_differ_and_can_be_typed() {
        let drawn = passwords(20).unwrap();
        assert!(drawn.iter().all(|password| password.len() == 19 && password.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')));
        let mut different = drawn.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), drawn.len());
    }

    #[test]
    fn the_table_names_everybody_with_their_password() {
        let account = Account { name: "Hana", email: "hana@kestrel.example".into(), what_for: "requester", password: "abcd-efgh".into() };
        let table = table(&[account]);
        assert!(table.contains("  hana@kestrel.example  abcd-efgh  Hana: requester\n"), "{table}");
    }
}
