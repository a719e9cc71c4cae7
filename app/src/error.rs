//! What can go wrong between a person and a server function, as codes: the sentence is chosen where it is shown, in the reader's language.

use domain::invalid::Invalid;
use domain::ticket::IllegalMove;
use domain::time::Timestamp;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The one error of every server function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "error")]
pub enum AppError {
    /// Nothing of that name, or nothing that this person may know of: the two are told apart by nobody.
    #[error("not found")]
    NotFound,
    /// Some fields were not accepted; each is named with a code.
    #[error("invalid input")]
    Invalid { invalid: Invalid },
    /// The ticket's present state does not allow the move.
    #[error("illegal move")]
    IllegalMove { illegal: IllegalMove },
    /// Somebody else changed it in the meantime; what was typed is kept.
    #[error("changed by somebody else")]
    Conflict,
    /// Something else still depends on it: `services`, `tickets`, `grants`.
    #[error("still in use by {by}")]
    InUse { by: String },
    /// Nobody would be left who can give roles.
    #[error("last administrator")]
    LastAdministrator,
    /// Nobody takes their own account out of use.
    #[error("one's own account")]
    Oneself,
    /// Too many attempts; the next one is welcome at `until`.
    #[error("too many attempts")]
    Throttled { until: Timestamp },
    /// Address and password do not belong together, or the account cannot sign in.
    #[error("wrong credentials")]
    WrongCredentials,
    /// A link that was used before, has expired or never existed.
    #[error("dead link")]
    DeadLink,
    /// Nobody is signed in.
    #[error("signed out")]
    SignedOut,
    /// The body of the request is over the limit, in bytes.
    #[error("too large")]
    TooLarge { limit: u64 },
    /// The database is away; nothing was changed.
    #[error("unavailable")]
    Unavailable {
        /// The request's id; empty where there is none.
        #[serde(default)]
        request: String,
    },
    /// There is no room left, or the disk does not answer; nothing was changed.
    #[error("not kept")]
    NotKept {
        /// The request's id; empty where there is none.
        #[serde(default)]
        request: String,
    },
    /// A form that another site sent.
    #[error("sent from another site")]
    FromElsewhere,
    /// The request could not be read at all.
    #[error("malformed request")]
    Malformed,
    /// A defect of ours, logged under this request id.
    #[error("internal error, request {request}")]
    Internal { request: String },
    /// The browser could not reach the server.
    #[error("offline")]
    Offline,
}

impl AppError {
    /// The HTTP status that says the same to machines.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound | Self::DeadLink => 404,
            Self::Invalid { .. } => 422,
            Self::IllegalMove { .. } | Self::Conflict | Self::InUse { .. } | Self::LastAdministrator | Self::Oneself => 409,
            Self::Throttled { .. } => 429,
            Self::WrongCredentials | Self::SignedOut => 401,
            Self::TooLarge { .. } => 413,
            Self::Malformed => 400,
            Self::FromElsewhere => 403,
            Self::Unavailable { .. } | Self::NotKept { .. } | Self::Offline => 503,
            Self::Internal { .. } => 500,
        }
    }

    /// The id by which whoever looks after the server finds in its log what happened.
    #[must_use]
    pub fn request(&self) -> Option<&str> {
        match self {
            Self::Internal { request } | Self::Unavailable { request } | Self::NotKept { request } if !request.is_empty() => Some(request),
            _ => None,
        }
    }

    /// The first field that is wrong of those that `name` stands for: itself, or one below it such as `week.mon.0`.
    #[must_use]
    pub fn first_within(&self, name: &str) -> Option<&str> {
        let Self::Invalid { invalid } = self else { return None };
        let within = |field: &str| field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        invalid.fields.iter().map(|error| error.field.as_str()).find(|field| within(field))
    }

    /// The codes for one field, empty when that field is in order.
    #[must_use]
    pub fn of_field(&self, field: &str) -> Vec<domain::invalid::Code> {
        match self {
            Self::Invalid { invalid } => invalid.fields.iter().filter(|e| e.field == field).map(|e| e.code.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

impl From<Invalid> for AppError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid { invalid }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => Self::Malformed,
            _ => Self::Internal { request: String::new() },
        }
    }
}
