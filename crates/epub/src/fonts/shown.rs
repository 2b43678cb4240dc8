//! Which characters a book shows in which cut of which family, found by looking at its documents as they were written:
//! by the names and classes of elements, as the style sheet and reading systems go by them.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_theme::{Family, Opening, Role, Theme};

use crate::css::{self, Cut};

/// A family in one of its four cuts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Look {
    pub(crate) family: String,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Small letters are shown as small capitals.
    small_caps: bool,
}

/// What was shown so far.
#[derive(Debug)]
pub(crate) struct Shown {
    rules: Vec<Rule>,
    body: Look,
    looks: BTreeMap<Look, BTreeSet<char>>,
    /// Whether reading systems count a list in letters.
    pub(crate) letters: bool,
}

/// An element inside others.
#[derive(Debug)]
struct Rule {
    /// From the outermost to the element itself: its name and its class, where they matter.
    steps: Vec<(String, Option<String>)>,
    family: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    small_caps: bool,
}

/// An element that is open.
struct Open<'d> {
    name: &'d str,
    classes: &'d str,
    look: Look,
}

impl Shown {
    pub(crate) fn new(theme: &Theme) -> Self {
        let family = |family: &Family| match family {
            Family::Text => theme.text.family.clone(),
            Family::Mono => theme.text.mono.clone(),
            Family::Named(name) => name.clone(),
        };
        let style = theme.style(Role::Body);
        let body =
            Look { family: family(&style.family), bold: style.weight >= 600, italic: style.italic, small_caps: false };
        let plain = |selector: &str, mono: bool, bold: Option<bool>, italic: Option<bool>| {
            let family = mono.then(|| theme.text.mono.clone());
            rules(selector, family, Cut { bold, italic }, false)
        };
        // What reading systems do by themselves (HTML, 15.3), then what our style sheet says, in its order.
        let mut all = plain("strong, b, th, h1, h2, h3, h4, h5, h6", false, Some(true), None);
        all.extend(plain("em, i, dfn, var, address", false, None, Some(true)));
        all.extend(plain("pre, code, kbd, samp, tt", true, None, None));
        all.extend(rules(".small-caps", None, Cut { bold: None, italic: None }, true));
        if theme.text.opening != Opening::Plain {
            // Nobody knows how long the first line of a chapter will be.
            all.extend(rules("p.body-first", None, Cut { bold: None, italic: None }, true));
        }
        for role in Role::ALL {
            let Some(place) = css::place(*role) else { continue };
            let style = theme.style(*role);
            let own = match &style.family {
                Family::Text => None,
                Family::Mono | Family::Named(_) => Some(family(&style.family)),
            };
            all.extend(rules(place.own, own, css::cut(theme, *role), style.small_caps));
        }
        Self { rules: all, body, looks: BTreeMap::new(), letters: false }
    }

    /// The characters by looks, letters that stand for small capitals among them.
    pub(crate) fn looks(&self) -> impl Iterator<Item = (&Look, &BTreeSet<char>)> {
        self.looks.iter()
    }

    /// Whether something is in small capitals.
    pub(crate) fn has_small_caps(&self) -> bool {
        self.looks.keys().any(|look| look.small_caps)
    }

    /// Takes note of what a document shows.
    pub(crate) fn read(&mut self, document: &str) {
        let Some((_, mut rest)) = document.split_once("<body") else { return };
        let mut open: Vec<Open<'_>> = Vec::new();
        rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        while let Some((text, tag)) = rest.split_once('<') {
            self.text(text, open.last().map(|element| &element.look).cloned());
            rest = match tag {
                tag if tag.starts_with("!--") => tag.split_once("-->").map_or("", |(_, rest)| rest),
                tag if tag.starts_with('/') => {
                    open.pop();
                    tag.split_once('>').map_or("", |(_, rest)| rest)
                }
                tag => {
                    let end = end_of_tag(tag);
                    let (inside, rest) = tag.split_at(end);
                    if !inside.ends_with('/') {
                        let element = self.element(inside, &open);
                        open.push(element);
                    }
                    rest.strip_prefix('>').unwrap_or(rest)
                }
            };
        }
    }

    fn element<'d>(&mut self, tag: &'d str, open: &[Open<'_>]) -> Open<'d> {
        let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        let attribute = |start: &str| tag.split_once(start).and_then(|(_, value)| Some(value.split_once('"')?.0));
        let classes = attribute(" class=\"").unwrap_or_default();
        if name == "ol" && attribute(" type=\"").is_some() {
            self.letters = true;
        }
        let mut look = open.last().map_or(&self.body, |element| &element.look).clone();
        for rule in &self.rules {
            if rule.fits(name, classes, open) {
                look.bold = rule.bold.unwrap_or(look.bold);
                look.italic = rule.italic.unwrap_or(look.italic);
                look.small_caps |= rule.small_caps;
                if let Some(family) = &rule.family {
                    look.family.clone_from(family);
                }
            }
        }
        Open { name, classes, look }
    }

    fn text(&mut self, text: &str, look: Option<Look>) {
        let look = look.unwrap_or_else(|| self.body.clone());
        let small_caps = look.small_caps;
        let set = self.looks.entry(look).or_default();
        let mut add = |c: char| {
            if !c.is_control() && set.insert(c) && small_caps {
                // Where a face has no small capitals, capitals are made smaller.
                set.extend(c.to_uppercase());
            }
        };
        let mut rest = text;
        while let Some((before, reference)) = rest.split_once('&') {
            before.chars().for_each(&mut add);
            let (name, after) = reference.split_once(';').unwrap_or(("", reference));
            if let Some(c) = referred(name) {
                add(c);
            }
            rest = after;
        }
        rest.chars().for_each(&mut add);
    }
}

impl Rule {
    fn fits(&self, name: &str, classes: &str, open: &[Open<'_>]) -> bool {
        let step = |(of, class): &(String, Option<String>), name: &str, classes: &str| {
            (of.is_empty() || of == name)
                && class.as_ref().is_none_or(|class| classes.split_ascii_whitespace().any(|own| own == class))
        };
        let Some((own, around)) = self.steps.split_last() else { return false };
        if !step(own, name, classes) {
            return false;
        }
        let mut outer = open.iter().rev();
        around.iter().rev().all(|wanted| outer.any(|element| step(wanted, element.name, element.classes)))
    }
}

/// The rules of selectors: names and classes, inside each other, with commas between. Ours are no more than that.
fn rules(selectors: &str, family: Option<String>, cut: Cut, small_caps: bool) -> Vec<Rule> {
    let step = |step: &str| match step.split_once('.') {
        Some((name, class)) => (name.to_owned(), Some(class.to_owned())),
        None => (step.to_owned(), None),
    };
    let rule = |selector: &str| Rule {
        steps: selector.split_ascii_whitespace().map(step).collect(),
        family: family.clone(),
        bold: cut.bold,
        italic: cut.italic,
        small_caps,
    };
    selectors.split(',').map(rule).collect()
}

/// Where a tag ends; a bracket in a value ends none.
fn end_of_tag(tag: &str) -> usize {
    let mut quoted = None;
    for (at, byte) in tag.bytes().enumerate() {
        if quoted == Some(byte) {
            quoted = None;
        } else if quoted.is_none() {
            if byte == b'>' {
                return at;
            }
            quoted = matches!(byte, b'"' | b'\'').then_some(byte);
        }
    }
    tag.len()
}

/// The character of a reference; XML has five names and all numbers.
fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            value.ok().and_then(char::from_u32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(theme: &str, body: &str) -> BTreeMap<(String, bool, bool), String> {
        let theme = chapbook_theme::read(theme, &chapbook_source::MemoryFiles::default()).expect("it is built in");
        let mut shown = Shown::new(&theme);
        shown.read(&format!("<html><head><title>Z</title></head><body epub:type=\"x\">{body}</body></html>"));
        let mut out: BTreeMap<_, String> = BTreeMap::new();
        for (look, set) in shown.looks() {
            let of = out.entry((look.family.clone(), look.bold, look.italic)).or_default();
            of.extend(set.iter().filter(|c| !c.is_whitespace()));
        }
        out
    }

    #[test]
    fn characters_are_told_apart_by_their_cuts() {
        let found = shown(
            "article",
            "<h2 class=\"heading-2\">A<em>B</em></h2><p title=\"x > y\">c<em>d<strong>e</strong></em>&amp;&#x2014;</p>\n\
             <pre class=\"code\"><code>f</code></pre><!-- Q --><p><code>g</code><br/>h<cite>i</cite></p>",
        );
        let text = |bold, italic| ("Libertinus Serif".to_owned(), bold, italic);
        assert_eq!(found.get(&text(true, false)).map(String::as_str), Some("A"), "{found:?}");
        assert_eq!(found[&text(true, true)], "Be");
        assert_eq!(found[&text(false, false)], "&chi—");
        assert_eq!(found[&text(false, true)], "d");
        assert_eq!(found[&("DejaVu Sans Mono".to_owned(), false, false)], "fg");
    }

    #[test]
    fn roles_count_where_their_rules_do() {
        let theme = chapbook_theme::read("novel", &chapbook_source::MemoryFiles::default()).expect("it is built in");
        let bold = theme.style(Role::Contents1).weight >= 600;
        let found =
            shown("novel", "<ul><li>a</li></ul><nav><ol><li>b</li></ol></nav><span class=\"small-caps\">c</span>");
        let text = ("Libertinus Serif".to_owned(), false, false);
        assert!(found[&text].contains('a'), "{found:?}");
        assert_eq!(found[&text].contains('b'), !bold, "{found:?}");
        assert!(found[&text].contains("Cc"), "{found:?}");
        // The first line of a chapter is in small capitals in this theme.
        let found = shown("novel", "<p class=\"body-first\">d</p><p>e</p>");
        assert!(found[&text].contains("Dd") && !found[&text].contains('E'), "{found:?}");
    }
}
