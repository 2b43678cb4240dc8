//! The first frame of a GIF (GIF89a, 17 to 20). It may cover a part of the picture only, and krilla takes the size of
//! the whole for the size of the frame: the pixels would then be too few. Pixels themselves are no matter of this file.

/// The first frame of a GIF, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) left: u16,
    pub(crate) top: u16,
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// Width and height of the picture.
    pub(crate) screen: (u16, u16),
}

impl Frame {
    /// Whether the frame is the picture.
    pub(crate) fn is_whole(&self) -> bool {
        let Self { left, top, width, height, screen } = *self;
        (left, top) == (0, 0) && (width, height) == screen
    }

    /// The file with the frame's size as its own, so that the frame is the whole of it.
    pub(crate) fn alone(&self, bytes: &[u8]) -> Vec<u8> {
        let mut alone = bytes.to_vec();
        if let Some(size) = alone.get_mut(6..10) {
            size[..2].copy_from_slice(&self.width.to_le_bytes());
            size[2..].copy_from_slice(&self.height.to_le_bytes());
        }
        alone
    }
}

/// Finds the first frame. None if there is none, if it is empty, or if it stands out of the picture.
pub(crate) fn first_frame(bytes: &[u8]) -> Option<Frame> {
    let number = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let screen = (number(6)?, number(8)?);
    // The colours of the picture follow its header, if it has any: three bytes each.
    let packed = *bytes.get(10)?;
    let colors = if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) };
    let mut at = 13 + colors;
    // An extension: its mark, its kind, and blocks that each begin with their length, up to an empty one.
    while *bytes.get(at)? == 0x21 {
        at += 2;
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
    }
    if *bytes.get(at)? != 0x2C {
        return None;
    }
    let (left, top, width, height) = (number(at + 1)?, number(at + 3)?, number(at + 5)?, number(at + 7)?);
    let inside =
        |start: u16, extent: u16, whole: u16| extent > 0 && start.checked_add(extent).is_some_and(|end| end <= whole);
    (inside(left, width, screen.0) && inside(top, height, screen.1)).then_some(Frame {
        left,
        top,
        width,
        height,
        screen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header of 10 by 8 pixels with two colours, a comment, and a frame.
    fn header(frame: [u16; 4]) -> Vec<u8> {
        let mut bytes = b"GIF89a\x0A\0\x08\0\x80\0\0\0\0\0\xFF\xFF\xFF\x21\xFE\x03abc\x01d\0\x2C".to_vec();
        bytes.extend(frame.iter().flat_map(|number| number.to_le_bytes()));
        bytes.push(0);
        bytes
    }

    #[test]
    fn frames_are_found_behind_colours_and_comments() {
        let whole = first_frame(&header([0, 0, 10, 8])).expect("a frame");
        assert!(whole.is_whole());
        let bytes = header([2, 1, 8, 7]);
        let part = first_frame(&bytes).expect("a frame");
        assert_eq!(part, Frame { left: 2, top: 1, width: 8, height: 7, screen: (10, 8) });
        assert!(!part.is_whole());
        assert_eq!(part.alone(&bytes)[6..10], [8, 0, 7, 0]);
    }

    #[test]
    fn what_is_no_frame_is_none() {
        for frame in [[0, 0, 0, 8], [0, 0, 10, 0], [1, 0, 10, 8], [0, 1, 10, 8], [u16::MAX, 0, u16::MAX, 8]] {
            assert_eq!(first_frame(&header(frame)), None, "{frame:?}");
        }
        let bytes = header([0, 0, 10, 8]);
        for end in 0..bytes.len() - 1 {
            assert_eq!(first_frame(&bytes[..end]), None, "cut at {end}");
        }
    }
}
