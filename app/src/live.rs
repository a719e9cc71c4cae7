//! The stream by which an open page hears that it should look again (`GET /live`). What changed it reads by the functions that it has
//! always read by; without a script a page is as old as its loading. A page listens only while it is seen: browsers have few
//! connections for each site.

use std::rc::Rc;
use std::time::Duration;

use domain::id::{FaultId, TicketId};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventSource, MessageEvent};

/// How long to wait before asking again a server that would not have us listen.
const REFUSED: Duration = Duration::from_mins(1);
/// Lists are read anew so long after a change: of many at once they are read once.
const PAUSE: Duration = Duration::from_secs(1);
/// What a stream says, and what the browser says of it.
const NAMES: [&str; 7] = ["hello", "changed", "gone", "fault", "present", "lost", "error"];

/// What a page hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It listens from now on. The version of its ticket, and whether it was away before.
    Hello {
        version: i64,
        missed: bool,
    },
    Changed(Option<TicketId>),
    /// The reader does not see it any more.
    Gone(Option<TicketId>),
    /// A fault is another one than before.
    Fault(Option<FaultId>),
    /// Who else has its ticket open: a list of [`domain::ticket::view::Present`] as JSON, for those pages that show it.
    Present(String),
    /// Something was not passed on, or nobody may listen here.
    Lost,
}

/// What is called with what a page hears.
type Heard = Rc<dyn Fn(Said)>;

/// An open stream, with what is called when it says something.
struct Stream {
    source: EventSource,
    _called: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Listens at this address for as long as the owner lives and the page is seen.
pub fn listen(address: impl Fn() -> String + 'static, heard: impl Fn(Said) + 'static) {
    let heard: Heard = Rc::new(heard);
    let seen = RwSignal::new(!document().hidden());
    let again = RwSignal::new(0_u32);
    // What happened while nobody listened is not known.
    let missed = StoredValue::new(false);
    let stream = StoredValue::new_local(None::<Stream>);
    let visibility = window_event_listener_untyped("visibilitychange", move |_| {
        seen.try_set(!document().hidden());
    });
    Effect::new(move |opened: Option<()>| {
        again.track();
        // What the page shows is known once all of it is there.
        if opened.is_none() {
            set_timeout(move || once_more(again), Duration::ZERO);
            return;
        }
        stream.update_value(|stream| drop(stream.take()));
        let address = address();
        if seen.get() {
            stream.set_value(open(&address, Rc::clone(&heard), missed, again));
        } else {
            missed.set_value(true);
        }
    });
    on_cleanup(move || {
        visibility.remove();
        stream.try_update_value(Option::take);
    });
}

fn once_more(again: RwSignal<u32>) {
    again.try_update(|times| *times += 1);
}

fn open(address: &str, heard: Heard, missed: StoredValue<bool>, again: RwSignal<u32>) -> Option<Stream> {
    let source = EventSource::new(address).ok()?;
    let listening = source.clone();
    let called = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let Some(event) = event.dyn_ref::<web_sys::Event>() else { return };
        let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()).unwrap_or_default();
        let ticket = data.split(' ').next().and_then(|id| id.parse().ok()).map(TicketId);
        heard(match event.type_().as_str() {
            "hello" => {
                let missed = missed.try_update_value(std::mem::take) == Some(true);
                Said::Hello { version: data.parse().unwrap_or_default(), missed }
            }
            "changed" => Said::Changed(ticket),
            "gone" => Said::Gone(ticket),
            "fault" => Said::Fault(data.parse().ok()),
            "present" => Said::Present(data),
            "lost" => Said::Lost,
            _ => {
                missed.try_set_value(true);
                // A stream that ended is opened again by the browser; one that was refused is not.
                if listening.ready_state() != EventSource::CLOSED {
                    return;
                }
                set_timeout(move || once_more(again), REFUSED);
                // Perhaps the ticket is not the reader's any more: looking at it says so.
                Said::Lost
            }
        });
    });
    for name in NAMES {
        drop(source.add_event_listener_with_callback(name, called.as_ref().unchecked_ref()));
    }
    Some(Stream { source, _called: called })
}

/// Does it in a moment, once for all that ask for it until then.
pub fn soon(act: impl Fn() + Clone + 'static) -> impl Fn() + Clone {
    let waiting = StoredValue::new(false);
    move || {
        if waiting.try_get_value() != Some(false) {
            return;
        }
        waiting.set_value(true);
        let act = act.clone();
        set_timeout(
            move || {
                if waiting.try_set_value(false).is_none() {
                    act();
                }
            },
            PAUSE,
        );
    }
}
