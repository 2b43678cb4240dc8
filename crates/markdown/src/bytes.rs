//! Looking for bytes in long texts. Most text holds none of those that mean something, so that it is looked
//! through in pieces of a fixed size, which the compiler turns into vector instructions.

/// How many bytes are looked at together.
const PIECE: usize = 32;

/// The place of the first byte that is wanted. `wanted` should be comparisons without branches.
pub(crate) fn position(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let at = skip::<PIECE>(bytes, 0, &wanted);
    let at = skip::<8>(bytes, at, &wanted);
    bytes[at..].iter().position(|b| wanted(*b)).map(|offset| at + offset)
}

/// Where, from an offset on, the first piece of some size begins that holds a wanted byte or is not whole.
fn skip<const SIZE: usize>(bytes: &[u8], mut at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    for piece in bytes[at..].as_chunks::<SIZE>().0 {
        if piece.iter().fold(false, |any, b| any | wanted(*b)) {
            break;
        }
        at += SIZE;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_wherever_it_stands() {
        for len in 0..100 {
            let mut bytes = vec![b'a'; len];
            assert_eq!(position(&bytes, |b| b == b'x'), None);
            for at in 0..len {
                bytes[at] = b'x';
                if let Some(last) = bytes.last_mut() {
                    *last = b'x';
                }
                assert_eq!(position(&bytes, |b| b == b'x'), Some(at));
                bytes[at] = b'a';
            }
        }
    }
}
