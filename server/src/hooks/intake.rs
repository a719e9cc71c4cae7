//! Taking in what comes at once together: each transaction waits for the disk, so what came meanwhile shares the next one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::alert::Signal;
use domain::id::IntegrationId;
use store::{Store, alerts};
use tokio::sync::oneshot;

use super::answer::Refusal;

/// The most signals in one transaction, unless one payload has more.
const TOGETHER: usize = 2_000;

/// What one request brings, and who waits to hear that it is kept.
struct Brought {
    signals: Vec<Signal>,
    done: oneshot::Sender<Result<(), Refusal>>,
}

/// What waits for its turn, for each integration that somebody is at work for.
#[derive(Clone, Default)]
pub struct Intake {
    waiting: Arc<Mutex<HashMap<IntegrationId, Vec<Brought>>>>,
}

impl Intake {
    /// Keeps these signals, perhaps together with those of other requests; comes back when they are kept.
    ///
    /// # Errors
    /// What a request is answered that could not be kept.
    pub async fn absorb(&self, store: &Store, id: IntegrationId, signals: Vec<Signal>) -> Result<(), Refusal> {
        let (done, outcome) = oneshot::channel();
        if self.bring(id, Brought { signals, done }) {
            // Goes on by itself: a sender that hangs up must not keep the others waiting.
            let (intake, store) = (self.clone(), store.clone());
            tokio::spawn(async move {
                if tokio::spawn(intake.clone().work(store, id)).await.is_err() {
                    // A defect ended it: whoever waits is told, and the next one begins anew.
                    intake.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                }
            });
        }
        outcome.await.unwrap_or(Err(Refusal::Away))
    }

    /// Puts it behind what waits; whether somebody has to begin to work.
    fn bring(&self, id: IntegrationId, brought: Brought) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = !waiting.contains_key(&id);
        waiting.entry(id).or_default().push(brought);
        idle
    }

    /// What is to be kept next; when nothing is, whoever comes begins anew.
    fn next(&self, id: IntegrationId) -> Vec<Brought> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(queue) = waiting.get_mut(&id).filter(|queue| !queue.is_empty()) else {
            waiting.remove(&id);
            return Vec::new();
        };
        let mut many = 0;
        let fits = queue.iter().take_while(|one| {
            let first = many == 0;
            many += one.signals.len().max(1);
            first || many <= TOGETHER
        });
        let fits = fits.count();
        queue.drain(..fits).collect()
    }

    async fn work(self, store: Store, id: IntegrationId) {
        loop {
            let mut some = self.next(id);
            if some.is_empty() {
                return;
            }
            let signals: Vec<Signal> = some.iter_mut().flat_map(|one| std::mem::take(&mut one.signals)).collect();
            let outcome = alerts::absorb(&store, id, &signals).await.map_err(|error| Refusal::of(&error));
            for one in some {
                // Who does not wait any more needs no answer.
                let _ = one.done.send(outcome);
            }
        }
    }
}
