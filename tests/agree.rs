//! The same words in the same order in the resolved tree, the PDF, the EPUB and the DOCX of every case and example,
//! as readers find them that share no code with the writers. What may differ stands in `src/allowed.rs`.

use chapbook::Format;
use chapbook_tests::cases::{self, Case};
use chapbook_tests::{compare, expected, made};

macro_rules! topics {
    ($($topic:ident)*) => {
        const TOPICS: &[&str] = &[$(stringify!($topic)),*];
        $(
            #[test]
            fn $topic() {
                topic(stringify!($topic));
            }
        )*
    };
}

topics! { authors blocks divs examples figures front inlines languages lists notes references robust tables }

fn all() -> Vec<Case> {
    [cases::cases(), cases::examples()].concat()
}

#[test]
fn every_topic_is_tested() {
    for case in all() {
        assert!(TOPICS.contains(&case.topic()), "{} is in no topic of this file", case.name);
    }
}

#[test]
fn two_exports_in_one_process_give_the_same_bytes() {
    for case in cases::examples() {
        let (one, two) = (made::make(&case).unwrap(), made::make(&case).unwrap());
        for format in Format::USUAL {
            assert!(one.output(format).is_some());
            assert!(one.output(format) == two.output(format), "{}: {}", case.name, format.name());
        }
    }
}

fn topic(topic: &str) {
    let mut faults = Vec::new();
    for case in all().iter().filter(|case| case.topic() == topic) {
        faults.extend(disagreements(case).into_iter().map(|fault| format!("{}: {fault}", case.name)));
    }
    assert!(faults.is_empty(), "{} disagreements:\n{}", faults.len(), faults.join("\n"));
}

fn disagreements(case: &Case) -> Vec<String> {
    let made = match made::make(case) {
        Ok(made) => made,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    for format in Format::USUAL {
        let Some(tree) = made.tree_of(format) else { return Vec::new() };
        let expected = expected::witness(&tree);
        let Some(bytes) = made.output(format) else {
            faults.push(format!("{} is not there", format.name()));
            continue;
        };
        let differences = match compare::read(format, bytes) {
            Ok(found) => compare::compare(format, &expected, &found),
            Err(fault) => vec![format!("cannot be read: {fault}")],
        };
        faults.extend(differences.into_iter().map(|fault| format!("{}: {fault}", format.name())));
    }
    faults
}
