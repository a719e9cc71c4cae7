//! What happens on the desk or to a request while somebody looks at it, as server-sent events.
//!
//! A page keeps one stream open while it is seen, and reads anew what it is told to have changed. The stream ends with the server,
//! with the reader's permission, and after some minutes by itself; the browser opens the next one.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::visit::{Visit, fail};
use axum::body::Body;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderName, HeaderValue, Request, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use domain::id::{TicketId, UserId};
use domain::ticket::event::Side;
use futures::stream::{self, Stream};
use serde::Deserialize;
use store::live::{Ear, Heard};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until};

use crate::pages;
use crate::router::House;

/// How often a stream says something, so that nobody on the way takes it for dead, and asks whether its reader may still listen.
const BEAT: Duration = Duration::from_secs(20);
/// How long a stream lives at most: an ended session is noticed when the next one is opened.
const LIFE: Duration = Duration::from_mins(10);
/// Pages that one person may have in view at once; browsers close the stream of a page that is not seen.
const MOST: usize = 12;
/// What proxies that collect answers before they pass them on must not do with this one.
const UNBUFFERED: (HeaderName, HeaderValue) = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));

/// The open streams of this process.
#[derive(Clone, Debug)]
pub struct Streams {
    open: Arc<Mutex<HashMap<UserId, usize>>>,
    ended: watch::Sender<bool>,
}

impl Default for Streams {
    fn default() -> Self {
        Self { open: Arc::default(), ended: watch::Sender::new(false) }
    }
}

impl Streams {
    /// Ends all of them, and any that is opened from now on: a stopping server waits for what is in flight.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }

    /// Room for one more, unless the person has as many as they may.
    fn admit(&self, person: UserId) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = open.entry(person).or_default();
        if *theirs >= MOST {
            return None;
        }
        *theirs += 1;
        Some(Place { open: Arc::clone(&self.open), person })
    }
}

/// One of the streams that a person may have; given back when it is dropped.
#[derive(Debug)]
struct Place {
    open: Arc<Mutex<HashMap<UserId, usize>>>,
    person: UserId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(theirs) = open.get_mut(&self.person) {
            *theirs -= 1;
            if *theirs == 0 {
                open.remove(&self.person);
            }
        }
    }
}

/// Which page listens.
#[derive(Debug, Deserialize)]
pub struct Listening {
    /// The ticket that it shows.
    ticket: Option<TicketId>,
    /// From which side it shows it.
    #[serde(default = "desk")]
    side: Side,
}

const fn desk() -> Side {
    Side::Agent
}

/// The stream of one page; for who has no desk there is none but the requester's.
pub async fn live(
    State(house): State<House>,
    Extension(visit): Extension<Visit>,
    Query(listening): Query<Listening>,
    request: Request<Body>,
) -> Response {
    // To whoever was signed out meanwhile: there is nothing to hear, and it is no failure that a browser would write down.
    let Some(actor) = visit.actor.clone() else { return StatusCode::NO_CONTENT.into_response() };
    let (ear, version) = match Ear::open(&house.store, Arc::clone(&actor), listening.side, listening.ticket).await.map_err(fail) {
        Ok(opened) => opened,
        Err(error) if error.status() == 404 => return pages::page(State(house), Extension(visit), request).await,
        Err(error) => return StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    };
    let Some(place) = house.streams.admit(actor.user) else { return StatusCode::TOO_MANY_REQUESTS.into_response() };
    // The ticket's version tells the page whether it missed something while it was on its way.
    let hello = Event::default().event("hello").data(version.unwrap_or_default().to_string());
    ([UNBUFFERED], Sse::new(events(hello, Listener::new(ear, place, house.streams.ended.subscribe())))).into_response()
}

/// A stream's state between two events.
struct Listener {
    ear: Ear,
    _place: Place,
    ended: watch::Receiver<bool>,
    beat: Interval,
    until: Instant,
}

impl Listener {
    fn new(ear: Ear, place: Place, ended: watch::Receiver<bool>) -> Self {
        let now = Instant::now();
        let mut beat = interval_at(now + BEAT, BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { ear, _place: place, ended, beat, until: now + LIFE }
    }

    /// The next event; none, when the stream ends.
    async fn next(&mut self) -> Option<Event> {
        let ended = async {
            // A sender that is gone is a server that is.
            let _ = self.ended.wait_for(|ended| *ended).await;
        };
        tokio::select! {
            biased;
            () = ended => None,
            () = sleep_until(self.until) => None,
            heard = self.ear.hear() => Some(event(heard)),
            _ = self.beat.tick() => match self.ear.beat().await {
                Ok(()) => Some(Event::default().comment("beat")),
                Err(_) => None,
            },
        }
    }
}

fn events(hello: Event, listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((Some(hello), listener), |(hello, mut listener)| async move {
        let event = match hello {
            Some(hello) => hello,
            None => listener.next().await?,
        };
        Some((Ok(event), (None, listener)))
    })
}

fn event(heard: Heard) -> Event {
    match heard {
        Heard::Changed { ticket, kind, gone } => {
            Event::default().event(if gone { "gone" } else { "changed" }).data(format!("{ticket} {kind}"))
        }
        Heard::Fault(fault) => Event::default().event("fault").data(fault.to_string()),
        // A list of names is one without line breaks.
        Heard::Present(there) => Event::default().event("present").json_data(there).unwrap_or_default(),
        Heard::Lost => Event::default().event("lost").data("lost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_so_many_streams_and_no_more_until_one_is_closed() {
        let streams = Streams::default();
        let (one, other) = (UserId(1), UserId(2));
        let mut places: Vec<Place> = (0..MOST).map(|_| streams.admit(one).unwrap()).collect();
        assert!(streams.admit(one).is_none());
        assert!(streams.admit(other).is_some());
        places.pop();
        places.extend(streams.admit(one));
        assert_eq!(places.len(), MOST);
        drop(places);
        assert!(streams.open.lock().unwrap().is_empty());
    }
}
