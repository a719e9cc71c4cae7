//! Accounts on both databases.

mod cast;

#[path = "accounts/beginning.rs"]
mod beginning;
#[path = "accounts/entering.rs"]
mod entering;
#[path = "accounts/inviting.rs"]
mod inviting;
#[path = "accounts/keeping.rs"]
mod keeping;

use cast::ADDRESS;
use domain::time::Timestamp;
use store::{Error, Store, accounts};

fn invalid(error: Error) -> domain::invalid::Invalid {
    match error {
        Error::Invalid(invalid) => invalid,
        other => panic!("{other:?}"),
    }
}

async fn sign_in(store: &Store, email: &str, password: &str) -> Result<accounts::Entered, Error> {
    accounts::sign_in(store, email, password, ADDRESS).await
}

fn throttled<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Timestamp {
    match outcome {
        Err(Error::Throttled { until }) => until,
        other => panic!("{other:?}"),
    }
}
