//! What people at Kestrel Foods ask and what they are answered: the texts that the year's tickets are made of.
//!
//! `{slot}` stands for something that differs from ticket to ticket (see [`super::slots`]); within one ticket it stays the
//! same. An answer to a form may be `@person`, `@service`, `@file`, or `@+7`, a day so many days ahead.

mod accounts;
mod devices;
mod money;
mod network;
mod selling;

use domain::ticket::ResolutionCode::{self, Fulfilled, Solved};

/// One sort of ticket.
#[derive(Clone, Copy, Debug)]
pub struct Story {
    /// The service's key.
    pub service: &'static str,
    /// Whether it is told in Chinese.
    pub chinese: bool,
    pub title: &'static str,
    pub text: &'static str,
    /// To the service's form.
    pub answers: &'static [(&'static str, &'static str)],
    /// What the agent may ask back, and what the requester says then.
    pub asks: &'static [(&'static str, &'static str)],
    /// What agents may tell each other.
    pub notes: &'static [&'static str],
    pub fix: &'static str,
    pub code: ResolutionCode,
    /// Whether it only comes up after the release.
    pub release: bool,
}

/// Something broke.
const TROUBLE: Story =
    Story { service: "", chinese: false, title: "", text: "", answers: &[], asks: &[], notes: &[], fix: "", code: Solved, release: false };

/// Somebody wants something.
const WISH: Story = Story { code: Fulfilled, ..TROUBLE };

/// Something broke after the release.
const RELEASE: Story = Story { release: true, ..TROUBLE };

/// Every sort of ticket.
pub fn all() -> impl Iterator<Item = &'static Story> {
    [devices::STORIES, accounts::STORIES, network::STORIES, selling::STORIES, money::STORIES].into_iter().flatten()
}
