//! The column becomes pages: pieces become lines and boxes with a height, pages are filled with them, and what stands
//! on each page is drawn.

mod boxes;
mod draw;
mod fill;
mod labels;
mod loosen;
mod makeup;
mod map;
mod running;

pub(crate) use boxes::{BoxKind, Boxes, PageBox, boxes};
pub(crate) use draw::draw;
pub(crate) use fill::{Plan, Room};
pub(crate) use labels::{anchor_pages, labels, relabel};
pub(crate) use loosen::{Costs, settle};
pub(crate) use makeup::make_up;
pub(crate) use map::page_map;
