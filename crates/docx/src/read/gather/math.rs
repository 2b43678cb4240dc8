//! Office mathematics (ISO/IEC 29500-1, 22.1) as TeX: fractions, roots, scripts, sums, brackets, matrices. What is not
//! known is written as its text. Elements are put together from the inside out, on a stack.

use chapbook_container::{XmlError, XmlEvent};
use chapbook_source::codes;

use super::super::names::Space;
use super::super::package::Xml;
use super::super::story::What;
use super::Gather;

/// An element that is open: what its children have become, and the attributes that matter.
#[derive(Default)]
struct Open {
    name: String,
    /// Each child's name and TeX.
    parts: Vec<(String, String)>,
    character: Option<String>,
    begins: Option<String>,
    ends: Option<String>,
}

impl Gather<'_> {
    /// Reads what is left of a `m:oMath` that just started.
    pub(super) fn mathematics(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let outside = xml.depth() - 1;
        let mut stack = vec![Open { name: "oMath".into(), ..Open::default() }];
        let mut tex = String::new();
        while xml.depth() > outside {
            match xml.next()? {
                Some(XmlEvent::Start(space, name)) => {
                    let value = xml.attribute(Space::M, "val").map(str::to_owned);
                    if space == Space::M
                        && let Some(properties) = stack.last_mut()
                    {
                        match name {
                            "chr" => properties.character = Some(value.unwrap_or_default()),
                            "begChr" => properties.begins = Some(value.unwrap_or_default()),
                            "endChr" => properties.ends = Some(value.unwrap_or_default()),
                            _child => {}
                        }
                    }
                    let name = if matches!(space, Space::M) {
                        name
                    } else if (space, name) == (Space::W, "t") {
                        "t"
                    } else {
                        ""
                    };
                    stack.push(Open { name: name.to_owned(), ..Open::default() });
                }
                Some(XmlEvent::Text(text)) => {
                    if let Some(open) = stack.last_mut().filter(|open| open.name == "t") {
                        open.parts.push((String::new(), escaped(&text)));
                    }
                }
                Some(XmlEvent::End) => {
                    let Some(done) = stack.pop() else { break };
                    match stack.last_mut() {
                        Some(around) if done.name.ends_with("Pr") => {
                            // Properties hand what they say to the element that they are of.
                            around.character = done.character.or(around.character.take());
                            around.begins = done.begins.or(around.begins.take());
                            around.ends = done.ends.or(around.ends.take());
                        }
                        Some(around) => {
                            let written = written(&done);
                            around.parts.push((done.name, written));
                        }
                        None => tex = written(&done),
                    }
                }
                None => break,
            }
        }
        let tex = tex.split_whitespace().collect::<Vec<_>>().join(" ");
        if !tex.is_empty() {
            let display = self.display_math;
            self.push(What::Math { tex, display });
            self.lose(&codes::IMPORT_TEXT, "a formula was turned into TeX; compare it with the original");
        }
        Ok(())
    }
}

/// The TeX of an element whose children are done.
fn written(open: &Open) -> String {
    let all = || open.parts.iter().map(|(_, tex)| tex.as_str()).collect::<Vec<_>>().join("");
    let part = |name: &str| {
        open.parts.iter().filter(|(n, _)| n == name).map(|(_, t)| t.as_str()).collect::<Vec<_>>().join(" ")
    };
    let braced = |name: &str| format!("{{{}}}", part(name));
    match open.name.as_str() {
        "f" => format!("\\frac{}{}", braced("num"), braced("den")),
        "sSup" => format!("{}^{}", braced("e"), braced("sup")),
        "sSub" => format!("{}_{}", braced("e"), braced("sub")),
        "sSubSup" => format!("{}_{}^{}", braced("e"), braced("sub"), braced("sup")),
        "rad" if part("deg").is_empty() => format!("\\sqrt{}", braced("e")),
        "rad" => format!("\\sqrt[{}]{}", part("deg"), braced("e")),
        "nary" => {
            let sign = match open.character.as_deref() {
                None | Some("∫") => "\\int",
                Some("∑") => "\\sum",
                Some("∏") => "\\prod",
                Some("⋃") => "\\bigcup",
                Some("⋂") => "\\bigcap",
                Some(other) => other,
            };
            format!("{sign}_{}^{} {}", braced("sub"), braced("sup"), part("e"))
        }
        "d" => {
            let bracket = |given: &Option<String>, usual: &str| match given.as_deref() {
                None => usual.to_owned(),
                Some("") => ".".to_owned(),
                Some("{") => "\\{".to_owned(),
                Some("}") => "\\}".to_owned(),
                Some(other) => other.to_owned(),
            };
            format!("\\left{} {} \\right{}", bracket(&open.begins, "("), part("e"), bracket(&open.ends, ")"))
        }
        "bar" => format!("\\overline{}", braced("e")),
        "acc" => {
            let accent = match open.character.as_deref() {
                Some("\u{303}" | "~") => "\\tilde",
                Some("\u{304}" | "\u{305}") => "\\bar",
                Some("\u{307}") => "\\dot",
                Some("\u{308}") => "\\ddot",
                Some("\u{20D7}") => "\\vec",
                Some(_) | None => "\\hat",
            };
            format!("{accent}{}", braced("e"))
        }
        "func" => format!("{} {}", part("fName"), part("e")),
        "limLow" => format!("{}_{}", braced("e"), braced("lim")),
        "limUpp" => format!("{}^{}", braced("e"), braced("lim")),
        "m" => {
            let rows: Vec<&str> =
                open.parts.iter().filter(|(name, _)| name == "mr").map(|(_, tex)| tex.as_str()).collect();
            format!("\\begin{{matrix}}{}\\end{{matrix}}", rows.join(" \\\\ "))
        }
        "mr" => {
            open.parts.iter().filter(|(name, _)| name == "e").map(|(_, t)| t.as_str()).collect::<Vec<_>>().join(" & ")
        }
        "eqArr" => {
            let lines: Vec<&str> = open.parts.iter().filter(|(name, _)| name == "e").map(|(_, t)| t.as_str()).collect();
            format!("\\begin{{aligned}}{}\\end{{aligned}}", lines.join(" \\\\ "))
        }
        _ => all(),
    }
}

/// Text with what TeX would take for a command escaped.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\backslash "),
            '{' | '}' | '%' | '#' | '$' | '_' => out.extend(['\\', c]),
            '&' => out.push_str("\\&"),
            '^' => out.push_str("\\hat{}"),
            c => out.push(c),
        }
    }
    out
}
