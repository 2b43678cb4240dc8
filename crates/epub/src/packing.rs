//! The archive, compressed on two cores: while one writes documents, the other packs them, and where it cannot keep up
//! the first packs, too. Who packed what changes no byte, for every entry is packed apart and they are put together in
//! the order in which they were written.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, channel, sync_channel};

use chapbook_container::{Method, Packed, Timestamp, ZipWriter, pack};

use crate::names;

/// How many documents may wait to be packed: enough that no core waits for the other, and no more memory than that.
const WAITING: usize = 4;

/// An entry to pack, and its place.
struct Job {
    place: usize,
    name: String,
    text: String,
}

impl Job {
    fn pack(self, timestamp: Timestamp) -> (usize, Packed) {
        (self.place, pack(self.name, self.text.as_bytes(), Method::Deflated, timestamp))
    }
}

/// Takes the documents of a book.
pub(crate) struct Entries<'c> {
    timestamp: Timestamp,
    /// The other core; none where there is none, or no thread can be had.
    other: Option<SyncSender<Job>>,
    /// What the other core packed.
    done: &'c Receiver<(usize, Packed)>,
    /// What is packed, and waits for an entry that stands before it.
    waiting: BTreeMap<usize, Packed>,
    zip: ZipWriter,
    /// How many entries were given, and how many of them stand in the archive.
    given: usize,
    stand: usize,
}

impl Entries<'_> {
    /// Adds a document of the content folder.
    pub(crate) fn add(&mut self, file: &str, text: String) {
        self.add_named(names::entry(file), text);
    }

    /// Adds a document by its whole name.
    pub(crate) fn add_named(&mut self, name: String, text: String) {
        let job = Job { place: self.given, name, text };
        self.given += 1;
        let job = match &self.other {
            None => Some(job),
            Some(other) => match other.try_send(job) {
                Ok(()) => None,
                Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) => Some(job),
            },
        };
        if let Some(job) = job {
            let (place, packed) = job.pack(self.timestamp);
            self.waiting.insert(place, packed);
        }
        while let Ok((place, packed)) = self.done.try_recv() {
            self.waiting.insert(place, packed);
        }
        self.put();
    }

    /// Puts into the archive what comes next in it, so that no more is held than is out of turn.
    fn put(&mut self) {
        while let Some(packed) = self.waiting.remove(&self.stand) {
            self.zip.add_packed(packed);
            self.stand += 1;
        }
    }

    /// Waits for the other core, and gives the archive.
    fn finish(mut self) -> ZipWriter {
        // Without a sender the other core comes to its end, and what it packed with it.
        drop(self.other.take());
        while let Ok((place, packed)) = self.done.recv() {
            self.waiting.insert(place, packed);
        }
        self.put();
        self.zip
    }
}

/// Writes an archive: its type, then what `documents` adds.
pub(crate) fn archive<T>(timestamp: Timestamp, documents: impl FnOnce(&mut Entries<'_>) -> T) -> (ZipWriter, T) {
    let (sender, jobs) = sync_channel::<Job>(WAITING);
    let (packed, done) = channel();
    std::thread::scope(|scope| {
        let work = move || {
            for job in jobs {
                // A receiver that is gone has failed, and nobody waits for this.
                if packed.send(job.pack(timestamp)).is_err() {
                    break;
                }
            }
        };
        let other = std::thread::Builder::new().spawn_scoped(scope, work).ok().map(|_| sender);
        let mut zip = ZipWriter::new(timestamp);
        // OCF 3.3, 4.2.2: `mimetype` is the first entry, stored.
        zip.add("mimetype", b"application/epub+zip", Method::Stored);
        let mut entries = Entries { timestamp, other, done: &done, waiting: BTreeMap::new(), zip, given: 0, stand: 0 };
        let result = documents(&mut entries);
        (entries.finish(), result)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cores_write_the_bytes_of_one() {
        let text = |index: usize| format!("{index} ").repeat(20_000);
        let (zip, ()) = archive(Timestamp::default(), |entries| {
            (0..40).for_each(|index| entries.add(&format!("{index}.xhtml"), text(index)));
        });
        let mut alone = ZipWriter::new(Timestamp::default());
        alone.add("mimetype", b"application/epub+zip", Method::Stored);
        (0..40).for_each(|index| {
            alone.add(&names::entry(&format!("{index}.xhtml")), text(index).as_bytes(), Method::Deflated)
        });
        assert_eq!(zip.finish(), alone.finish());
    }
}
