//! The archive, compressed on two cores: while one writes documents, the other packs them, and where it cannot keep up
//! the first packs, too. Who packed what changes no byte, for every entry is packed apart and they are put together in
//! the order in which they were written.

use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};

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
pub(crate) struct Entries {
    timestamp: Timestamp,
    /// The other core; none where there is none, or no thread can be had.
    other: Option<SyncSender<Job>>,
    /// What this core packed.
    packed: Vec<(usize, Packed)>,
    count: usize,
}

impl Entries {
    /// Adds a document of the content folder.
    pub(crate) fn add(&mut self, file: &str, text: String) {
        self.add_named(names::entry(file), text);
    }

    /// Adds a document by its whole name.
    pub(crate) fn add_named(&mut self, name: String, text: String) {
        let job = Job { place: self.count, name, text };
        self.count += 1;
        let job = match &self.other {
            None => job,
            Some(other) => match other.try_send(job) {
                Ok(()) => return,
                Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) => job,
            },
        };
        self.packed.push(job.pack(self.timestamp));
    }
}

/// Writes an archive: its type, then what `documents` adds.
pub(crate) fn archive<T>(timestamp: Timestamp, documents: impl FnOnce(&mut Entries) -> T) -> (ZipWriter, T) {
    let (mut packed, result) = std::thread::scope(|scope| {
        let (sender, jobs) = sync_channel::<Job>(WAITING);
        let work = move || jobs.into_iter().map(|job| job.pack(timestamp)).collect::<Vec<_>>();
        let other = std::thread::Builder::new().spawn_scoped(scope, work).ok();
        let sender = other.is_some().then_some(sender);
        let mut entries = Entries { timestamp, other: sender, packed: Vec::new(), count: 0 };
        let result = documents(&mut entries);
        // Without a sender the other core comes to its end.
        drop(entries.other);
        let mut packed = entries.packed;
        if let Some(other) = other {
            packed.extend(other.join().expect("packing does not panic"));
        }
        (packed, result)
    });
    packed.sort_by_key(|(place, _)| *place);
    let mut zip = ZipWriter::new(timestamp);
    // OCF 3.3, 4.2.2: `mimetype` is the first entry, stored.
    zip.add("mimetype", b"application/epub+zip", Method::Stored);
    packed.into_iter().for_each(|(_, packed)| zip.add_packed(packed));
    (zip, result)
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
