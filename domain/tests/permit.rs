//! Who may do what: the rules one by one, and the properties that hold for everybody.

#[path = "permit/cast.rs"]
mod cast;
#[path = "permit/company.rs"]
mod company;
#[path = "permit/properties.rs"]
mod properties;
#[path = "permit/tickets.rs"]
mod tickets;
