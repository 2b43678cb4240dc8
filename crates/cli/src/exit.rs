//! What the command's exit code says (README.md, "Exit codes").

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// All well.
    Well,
    /// The content was refused.
    Content,
    /// The command was used wrongly.
    Use,
    /// A limit was hit.
    Limit,
    /// A fault of ours.
    Fault,
    /// Disk, permission, port.
    Environment,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        let code = match exit {
            Exit::Well => 0,
            Exit::Content => 1,
            Exit::Use => 2,
            Exit::Limit => 3,
            Exit::Fault => 4,
            Exit::Environment => 5,
        };
        ExitCode::from(code)
    }
}
