//! Looking after an installation from its machine: proving the audit log, letting somebody in again, rebuilding counters.

use std::error::Error;

use clap::Subcommand;
use store::{accounts, audit, counters, sla};

use crate::config::Config;
use crate::serve::open_existing;

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check every record against the chain; names the first broken link and ends with status 1
    Verify,
}

/// What can be done for an account.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Print a link, good for 24 hours and one use, by which this account chooses a new password
    ResetLink {
        /// The account's mail address
        email: String,
    },
}

/// What can be rebuilt.
#[derive(Debug, Subcommand)]
pub enum Recompute {
    /// The counts beside the queues
    Counters,
    /// What is kept of tickets' clocks, from their timelines
    Sla,
    /// How comments on ratings seem to be meant, by the words of the setting `lexicon`
    Sentiment,
}

/// The audit log has been changed.
#[derive(Debug, thiserror::Error)]
#[error("the audit log is broken: {0}")]
struct BrokenLog(#[source] domain::audit::Broken);

/// Proves the audit log, or names its first broken link.
///
/// # Errors
/// A chain that does not hold; a database that cannot be read.
pub async fn verify_audit(config: &Config) -> Result<(), Box<dyn Error>> {
    // A proof leaves what it proves as it is, and says nothing good of a database that was never there.
    let store = open_existing(config).await?;
    let intact = audit::verify(&store, None).await?.map_err(BrokenLog)?;
    println!("The audit log is whole: {} records, the last link is {}.", intact.records, intact.head);
    println!("Written down elsewhere, that link also proves later that nothing was taken off the end.");
    Ok(())
}

/// Prints a link for choosing a new password.
///
/// # Errors
/// No such active account; a database that cannot be written.
pub async fn reset_link(config: &Config, email: &str) -> Result<(), Box<dyn Error>> {
    let store = open_existing(config).await?;
    let token = match accounts::reset_link_from_machine(&store, email).await {
        Err(store::Error::NotFound) => return Err(format!("there is no active account with the address {email}").into()),
        token => token?,
    };
    let settings = store.settings().await?;
    let base = if settings.base_url.is_empty() { config.base_url() } else { settings.base_url.clone() };
    println!("{base}/welcome/{token}");
    Ok(())
}

/// Reckons every ticket's clocks anew.
///
/// # Errors
/// A database that cannot be written.
pub async fn recompute_sla(config: &Config) -> Result<(), Box<dyn Error>> {
    let store = open_existing(config).await?;
    println!("The clocks of {} tickets were reckoned anew.", sla::recompute(&store).await?);
    Ok(())
}

/// Counts everything anew.
///
/// # Errors
/// A database that cannot be written.
pub async fn recompute_counters(config: &Config) -> Result<(), Box<dyn Error>> {
    let store = open_existing(config).await?;
    match counters::recompute(&store).await? {
        0 => println!("Every counter was right."),
        1 => println!("One counter was wrong and is right now."),
        wrong => println!("{wrong} counters were wrong and are right now."),
    }
    Ok(())
}
