//! The same pages are the same bytes.

use chapbook_frame::{Owner, Tag, TagTree, Target};
use chapbook_pdf::write;
use chapbook_values::CounterStyle;

use crate::hand::{Hand, MONO, metadata};
use crate::pictures::png;

#[test]
fn two_runs_are_equal() {
    let make = || {
        let mut hand = Hand::new();
        for page in 1..6 {
            hand.heading(1, &format!("Heading {page}"));
            let image = hand.image(png(page, page));
            hand.figure(TagTree::ROOT, image, (page != 3).then_some("A picture"));
            let link = hand.tag(TagTree::ROOT, Tag::Link);
            let place = hand.line(Owner::Tag(link), "a link");
            let goal = hand.destination(&format!("goal-{page}"));
            hand.link(link, vec![place], Target::Destination(goal), "A goal");
            let mut run = hand.run(MONO, "code");
            run.glyphs[2].id = 0;
            hand.draw(Owner::Tag(link), chapbook_frame::ItemKind::Glyphs(run));
            hand.folio();
            hand.page(CounterStyle::Decimal, page + 1);
        }
        write(&hand.pages, &metadata()).unwrap()
    };
    let (first, said) = make();
    let (second, again) = make();
    assert_eq!(said.len(), 1);
    assert_eq!(said, again);
    assert!(first == second, "bytes differ");
}
