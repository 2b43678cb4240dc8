//! Runs outside programs: with a time limit, without a standard input, two at a time.

use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a program ended.
#[derive(Debug, Default)]
pub(crate) struct Ended {
    /// Its exit code; `None` after a signal.
    pub(crate) code: Option<i32>,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it complained.
    pub(crate) stderr: String,
}

/// `program` under coreutils' `timeout`, which ends also what does not end when asked to.
pub(crate) fn within(seconds: u32, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("timeout");
    command.args(["-k", "5", &seconds.to_string()]).arg(program);
    command
}

/// Runs to the end. A time limit that was hit, a missing program and a signal are errors; an exit code is not.
pub(crate) fn run(command: &mut Command) -> Result<Ended, String> {
    let shown = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{shown} did not start: {error}"))?;
    let ended = Ended {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    match ended.code {
        // The codes by which `timeout` tells of itself, and by which a shell would tell of a missing program.
        Some(124 | 137) => Err("hit the time limit".to_owned()),
        Some(126 | 127) => Err(format!("did not start: {}", last_lines(&ended.stderr))),
        Some(_) => Ok(ended),
        None => Err(format!("was ended by a signal: {}", last_lines(&ended.stderr))),
    }
}

/// The end of what a program printed, which is where it says why it failed.
pub(crate) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

/// Works through the items with two threads, since the machines have two cores; the answers keep the items' order.
/// The work is told which of the two it runs on.
pub(crate) fn two_at_a_time<T: Sync, R: Send>(items: &[T], work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for worker in 0..2 {
            let (next, done, work) = (&next, &done, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    let result = work(worker, item);
                    done.lock().expect("a worker that panics ends the scope").push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("a worker that panics ends the scope");
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_keep_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        let doubled = two_at_a_time(&items, |worker, item| {
            assert!(worker < 2);
            item * 2
        });
        assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(two_at_a_time(&[0; 0], |_, item: &i32| *item), [0; 0]);
    }

    #[test]
    fn an_exit_code_is_an_answer_and_the_time_limit_is_none() {
        assert_eq!(run(within(5, "sh").args(["-c", "exit 3"])).unwrap().code, Some(3));
        assert!(run(within(1, "sleep").arg("5")).unwrap_err().contains("time limit"));
        assert!(run(&mut within(1, "no-such-program-anywhere")).unwrap_err().contains("did not start"));
    }

    #[test]
    fn the_end_of_a_long_text_is_kept() {
        let text = (0..100).map(|n| format!("{n}\n\n")).collect::<String>();
        assert!(last_lines(&text).starts_with("88\n"));
        assert!(last_lines(&text).ends_with("\n99"));
    }
}
