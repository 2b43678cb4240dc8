//! What was asked for on the command line.

use std::path::PathBuf;

/// The arguments of `cargo xtask pages`, understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// The theme of our pages, from which Typst's page is made as well.
    pub(crate) theme: String,
    /// The texts; none means the novel of the corpus.
    pub(crate) files: Vec<PathBuf>,
    /// A finished PDF of ours to count in, instead of making one.
    pub(crate) ours: Option<PathBuf>,
    /// Whether the counts are printed as JSON.
    pub(crate) json: bool,
}

const THEME: &str = "novel";

impl Request {
    /// Reads the arguments; a value stands after `=` or in the next argument.
    pub(crate) fn parse(arguments: &[String]) -> Result<Request, String> {
        let mut request = Request { theme: THEME.to_owned(), files: Vec::new(), ours: None, json: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                Some(_) | None => (argument.as_str(), None),
            };
            let mut wanted = || {
                let value = value.clone().or_else(|| rest.next().cloned());
                value.filter(|value| !value.is_empty()).ok_or_else(|| format!("`{name}` wants a value"))
            };
            match name {
                "--theme" => request.theme = wanted()?,
                "--ours" => request.ours = Some(wanted()?.into()),
                "--json" if value.is_none() => request.json = true,
                name if name.starts_with('-') => return Err(format!("`{name}` is no option of pages")),
                file => request.files.push(file.into()),
            }
        }
        if request.ours.is_some() && request.files.len() > 1 {
            return Err("a finished PDF goes with one text: name one FILE beside --ours".to_owned());
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Request, String> {
        Request::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn nothing_means_the_novel() {
        let novel = Request { theme: "novel".into(), files: vec![], ours: None, json: false };
        assert_eq!(parse("").unwrap(), novel);
    }

    #[test]
    fn values_stand_after_a_space_or_an_equals_sign() {
        let wanted =
            Request { theme: "article".into(), files: vec!["a.md".into()], ours: Some("a.pdf".into()), json: true };
        assert_eq!(parse("--theme article --ours a.pdf a.md --json").unwrap(), wanted);
        assert_eq!(parse("--json --theme=article a.md --ours=a.pdf").unwrap(), wanted);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for bad in ["--theme", "--ours=", "--json=yes", "--pages", "a.md b.md --ours a.pdf"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
