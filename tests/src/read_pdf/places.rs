//! Where links lead: destinations by name, pages by their objects (ISO 32000-1, 12.3.2).

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, ObjRef, Object, ObjectIdentifier};

use super::name;

/// A height on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// The page, from 0.
    pub(crate) page: usize,
    /// From the page's foot, in points.
    pub(crate) y: f64,
}

/// The pages and the named destinations of a document.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pages: BTreeMap<ObjectIdentifier, usize>,
    named: BTreeMap<Vec<u8>, Place>,
}

impl Places {
    pub(crate) fn read(pdf: &Pdf, catalog: &Dict<'_>) -> Self {
        let pages = pdf.pages().iter().enumerate();
        let pages = pages.filter_map(|(index, page)| Some((page.raw().obj_id()?, index))).collect();
        let mut places = Self { pages, named: BTreeMap::new() };
        // The name tree (7.9.6), by a stack of its own.
        let root = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("Dests"));
        let mut open: Vec<Dict<'_>> = root.into_iter().collect();
        while let Some(node) = open.pop() {
            open.extend(node.get::<Array<'_>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()));
            let Some(pairs) = node.get::<Array<'_>>("Names") else { continue };
            let mut pairs = pairs.iter::<Object<'_>>();
            while let (Some(Object::String(key)), Some(value)) = (pairs.next(), pairs.next()) {
                if let Some(place) = places.place(&value) {
                    places.named.insert(key.as_bytes().to_vec(), place);
                }
            }
        }
        places
    }

    /// The index of a page.
    pub(crate) fn page(&self, reference: ObjRef) -> Option<usize> {
        self.pages.get(&reference.into()).copied()
    }

    /// Where an annotation leads, if it leads to a place in the document.
    pub(crate) fn goal(&self, annotation: &Dict<'_>) -> Option<Place> {
        let action = || annotation.get::<Dict<'_>>("A").filter(|action| name(action, "S").as_deref() == Some("GoTo"));
        let goal = annotation.get::<Object<'_>>("Dest").or_else(|| action()?.get::<Object<'_>>("D"))?;
        match &goal {
            Object::String(key) => self.named.get(key.as_bytes()).copied(),
            goal => self.place(goal),
        }
    }

    /// `[page /XYZ x y zoom]`, or a dictionary with it under `D`.
    fn place(&self, goal: &Object<'_>) -> Option<Place> {
        let row = match goal {
            Object::Array(row) => row.clone(),
            Object::Dict(dict) => dict.get::<Array<'_>>("D")?,
            _ => return None,
        };
        let page = match row.raw_iter().next()? {
            MaybeRef::Ref(reference) => self.page(reference)?,
            MaybeRef::NotRef(_) => return None,
        };
        let numbers: Vec<f64> =
            row.iter::<Object<'_>>().filter_map(Object::into_number).map(|number| number.as_f64()).collect();
        Some(Place { page, y: *numbers.get(1)? })
    }
}

/// An attribute of a structure element, from whichever of its attribute objects has it (14.7.5).
pub(crate) fn attribute(element: &Dict<'_>, key: &str) -> Option<String> {
    match element.get::<Object<'_>>("A")? {
        Object::Dict(attributes) => name(&attributes, key),
        Object::Array(row) => {
            row.iter::<Object<'_>>().filter_map(Object::into_dict).find_map(|attributes| name(&attributes, key))
        }
        _ => None,
    }
}
