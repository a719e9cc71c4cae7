//! What is measured, and what kind of promise it belongs to.

use crate::word::words;

words! {
    /// What a clock measures.
    pub enum Metric {
        /// From filing to the first public reply of an agent.
        FirstResponse = "first_response",
        /// From a requester's later message to an agent's next public reply.
        Update = "update",
        /// From filing to the answer.
        Resolution = "resolution",
        /// From a team's receiving the ticket to its handing it on or resolving it.
        Ola = "ola",
        /// From handing it to a supplier to its coming back.
        Supplier = "supplier",
    }
}

words! {
    /// To whom a policy promises something.
    #[derive(Default)]
    pub enum Promise {
        /// To the requester: a service level agreement.
        #[default]
        Sla = "sla",
        /// Of one team to another: an operational level agreement.
        Ola = "ola",
        /// Of a supplier to the company: an underpinning contract.
        Supplier = "supplier",
    }
}

impl Metric {
    /// The kind of policy that holds its target.
    #[must_use]
    pub const fn promise(self) -> Promise {
        match self {
            Self::FirstResponse | Self::Update | Self::Resolution => Promise::Sla,
            Self::Ola => Promise::Ola,
            Self::Supplier => Promise::Supplier,
        }
    }

    /// Whether reopening the ticket sets a stopped clock going again. An answer
    /// that was given in time is not taken back by what comes later.
    #[must_use]
    pub const fn reopens(self) -> bool {
        matches!(self, Self::Resolution | Self::Ola | Self::Supplier)
    }
}

impl Promise {
    /// What its policies may have targets for.
    #[must_use]
    pub const fn metrics(self) -> &'static [Metric] {
        match self {
            Self::Sla => &[Metric::FirstResponse, Metric::Update, Metric::Resolution],
            Self::Ola => &[Metric::Ola],
            Self::Supplier => &[Metric::Supplier],
        }
    }
}
