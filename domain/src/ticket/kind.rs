use crate::word::words;

words! {
    /// What a ticket is about.
    pub enum Kind {
        /// Somebody wants something that the catalogue offers.
        ServiceRequest = "service_request",
        /// Something does not work as it should.
        Incident = "incident",
    }
}

impl Kind {
    /// What the ticket's number starts with.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::ServiceRequest => "SR",
            Self::Incident => "INC",
        }
    }
}
