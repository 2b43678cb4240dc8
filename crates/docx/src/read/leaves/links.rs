//! Where links and fields that are links lead.

use super::super::fields::FieldKind;
use super::super::story::LinkTarget;
use super::Leaves;

impl Leaves<'_> {
    /// The nearest link among the fields around.
    pub(crate) fn link_field(&self, number: u32) -> Option<u32> {
        let mut at = Some(number);
        while let Some(number) = at {
            let field = &self.stories.fields[number as usize];
            if field.closed && matches!(field.kind, FieldKind::Link { .. }) && self.target_of_field(number).is_some() {
                return Some(number);
            }
            at = field.parent;
        }
        None
    }

    /// Where a field leads, and its tip.
    pub(crate) fn target_of_field(&self, number: u32) -> Option<(String, Option<String>)> {
        let FieldKind::Link { target, place, title } = &self.stories.fields[number as usize].kind else { return None };
        let target = match (target.as_str(), place) {
            ("", Some(place)) => self.place(place)?,
            ("", None) => return None,
            (url, Some(place)) => format!("{url}#{place}"),
            (url, None) => url.to_owned(),
        };
        Some((target, title.clone()))
    }

    /// Whether a link has a target: its bookmark may have been deleted with the words that it was at.
    pub(crate) fn leads(&self, link: u32) -> bool {
        match &self.stories.links[link as usize].target {
            LinkTarget::Url(_) => true,
            LinkTarget::Bookmark(name) => self.place(name).is_some(),
        }
    }

    /// The target of a link to a bookmark.
    pub(crate) fn place(&self, bookmark: &str) -> Option<String> {
        self.targets.of(self.stories, bookmark).map(|(_, label)| format!("#{label}"))
    }
}
