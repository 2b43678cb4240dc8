//! How many threads help: krilla gives finished pages to rayon's threads, which compress them while the next ones are
//! drawn. What comes out does not depend on it.

/// One thread for each core but the one that draws. With as many as there are cores they would only take it from each
/// other.
pub(crate) fn share() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // It fails where there are such threads already, and then they do.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build_global();
}
