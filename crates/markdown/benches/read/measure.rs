//! Time by the clock, as the least of many runs, which other work of the machine can only lengthen; and memory of
//! this process, as Linux tells it.

use std::time::{Duration, Instant};

/// How long one run takes in seconds: the least of many. What it gives back is dropped when the clock stands.
pub(crate) fn least<T>(run: impl Fn() -> T) -> f64 {
    let begin = Instant::now();
    let mut least = f64::MAX;
    for count in 0.. {
        let clock = Instant::now();
        let made = run();
        least = least.min(clock.elapsed().as_secs_f64());
        drop(made);
        if begin.elapsed() > Duration::from_millis(400) && count >= 3 || begin.elapsed() > Duration::from_secs(8) {
            break;
        }
    }
    least
}

/// How many bytes of memory a run takes at the most, over what was in use before.
pub(crate) fn peak_over<T>(run: impl Fn() -> T) -> Option<u64> {
    // Sets the highest mark back to what is in use now (proc(5), clear_refs).
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = highest()?;
    let made = run();
    let most = highest()?;
    drop(made);
    Some(most.saturating_sub(before))
}

fn highest() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
