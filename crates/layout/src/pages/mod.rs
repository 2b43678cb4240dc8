//! The column becomes pages: pieces become lines and boxes with a height, pages are filled with them, and what stands
//! on each page is drawn.

mod boxes;
mod draw;
mod fill;
mod labels;
mod map;

pub(crate) use boxes::boxes;
pub(crate) use draw::draw;
pub(crate) use fill::{Room, fill};
pub(crate) use labels::{anchor_pages, relabel};
pub(crate) use map::page_map;
