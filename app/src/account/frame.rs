//! The frame around one's own account: the one that the reader works in.

use leptos::prelude::*;
use leptos_router::ChooseView;

use crate::frame::PortalFrame;
use crate::lazy::DeskView;
use crate::reader::me;

/// Whether the reader works at the desk, or has something to look after from there.
#[must_use]
pub fn is_at_desk() -> bool {
    me().is_some_and(|me| me.agent || !me.may.is_empty())
}

/// The desk's frame for who works there, the portal's for everybody else.
#[derive(Clone, Copy, Debug)]
pub struct AccountFrame;

impl ChooseView for AccountFrame {
    async fn choose(self) -> AnyView {
        if is_at_desk() { DeskView::Frame.choose().await } else { PortalFrame().into_any() }
    }

    async fn preload(&self) {
        if is_at_desk() {
            DeskView::Frame.preload().await;
        }
    }
}
