//! What changed, told after it was committed.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

use crate::model::{LocalDay, PersonId};

/// Something a screen may want to read again. Carries no data: the screen asks for its view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// A day of a person: records, heart rate or steps.
    Day(PersonId, LocalDay),
    /// The findings of a person.
    Findings(PersonId),
    /// What came from platforms, or how far syncing got.
    Sync(PersonId),
    /// So much changed that single notices were dropped: read everything again.
    Resync,
}

/// How many changes wait for a reader before they become one [`Change::Resync`].
const CAPACITY: usize = 256;

#[derive(Debug, Default)]
struct Queue {
    waiting: Mutex<VecDeque<Change>>,
    arrived: Condvar,
}

/// Where changes are told. Cloning gives another handle to the same bus.
#[derive(Debug, Clone, Default)]
pub struct Bus {
    readers: Arc<Mutex<Vec<Weak<Queue>>>>,
}

/// One reader's end of the bus; dropping it ends the subscription.
#[derive(Debug)]
pub struct Changes {
    queue: Arc<Queue>,
}

impl Bus {
    /// A new reader, who hears what is told from now on.
    #[must_use]
    pub fn subscribe(&self) -> Changes {
        let queue = Arc::new(Queue::default());
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&queue));
        Changes { queue }
    }

    /// Tells `change` to every reader. A change that already waits is not told twice.
    pub fn tell(&self, change: Change) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.retain(|reader| {
            let Some(queue) = reader.upgrade() else { return false };
            let mut waiting = queue.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if !waiting.contains(&change) && !waiting.contains(&Change::Resync) {
                if waiting.len() >= CAPACITY {
                    waiting.clear();
                    waiting.push_back(Change::Resync);
                } else {
                    waiting.push_back(change);
                }
            }
            drop(waiting);
            queue.arrived.notify_all();
            true
        });
    }
}

impl Changes {
    /// The next change that waits, if one does.
    #[must_use]
    pub fn try_next(&self) -> Option<Change> {
        self.queue.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// The next change, waiting for it at most `timeout`.
    #[must_use]
    pub fn next_within(&self, timeout: std::time::Duration) -> Option<Change> {
        let waiting = self.queue.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut waiting, _) = self
            .queue
            .arrived
            .wait_timeout_while(waiting, timeout, |waiting| waiting.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        waiting.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_reader_who_sleeps_too_long_is_told_to_read_everything_again() {
        let bus = Bus::default();
        let changes = bus.subscribe();
        for n in 0..1000 {
            bus.tell(Change::Findings(PersonId(Uuid::from_u128(n))));
        }
        assert_eq!(changes.try_next(), Some(Change::Resync));
        assert_eq!(changes.try_next(), None);
    }

    #[test]
    fn the_same_change_is_told_once_until_it_is_read() {
        let bus = Bus::default();
        let changes = bus.subscribe();
        let change = Change::Findings(PersonId(Uuid::nil()));
        bus.tell(change);
        bus.tell(change);
        assert_eq!(changes.try_next(), Some(change));
        assert_eq!(changes.try_next(), None);
        bus.tell(change);
        assert_eq!(changes.try_next(), Some(change));
    }
}
