//! What a font's maker allows others to put into their files, as the font itself says it (OpenType 1.9.1, OS/2,
//! `fsType`). It is no lawyer: a licence on paper may forbid more, or allow more.

/// What the bits of a face say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmbeddingLicence {
    /// Who may do what with a file that holds the face.
    pub permission: Permission,
    /// Bit 8: the face is embedded whole or not at all.
    pub whole: bool,
}

/// What a file that holds the face may be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permission {
    /// No bit set: installable.
    #[default]
    Any,
    /// Bit 3: the file may be edited.
    Editable,
    /// Bit 2: the file may be read and printed, and no more.
    ReadAndPrint,
    /// Bit 1 alone: not without the leave of its owner.
    Forbidden,
    /// Bit 9: its bitmaps may be embedded, its outlines may not.
    BitmapsOnly,
}

impl Permission {
    /// Whether outlines may be embedded at all.
    pub fn allows_outlines(self) -> bool {
        match self {
            Self::Any | Self::Editable | Self::ReadAndPrint => true,
            Self::Forbidden | Self::BitmapsOnly => false,
        }
    }
}

impl EmbeddingLicence {
    /// Reads the bits. Up to version 2 of the table several of bits 1 to 3 may be set, of which the least restrictive
    /// counts; later versions set one of them.
    pub fn from_bits(fs_type: u16) -> Self {
        const RESTRICTED: u16 = 0x0002;
        const READ_AND_PRINT: u16 = 0x0004;
        const EDITABLE: u16 = 0x0008;
        const NO_SUBSETTING: u16 = 0x0100;
        const BITMAPS_ONLY: u16 = 0x0200;
        let has = |bit| fs_type & bit != 0;
        let permission = if has(BITMAPS_ONLY) {
            Permission::BitmapsOnly
        } else if has(EDITABLE) {
            Permission::Editable
        } else if has(READ_AND_PRINT) {
            Permission::ReadAndPrint
        } else if has(RESTRICTED) {
            Permission::Forbidden
        } else {
            Permission::Any
        };
        Self { permission, whole: has(NO_SUBSETTING) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_read_as_opentype_says() {
        for (bits, permission, whole) in [
            (0x0000, Permission::Any, false),
            (0x0001, Permission::Any, false),
            (0x0002, Permission::Forbidden, false),
            (0x0004, Permission::ReadAndPrint, false),
            (0x0008, Permission::Editable, false),
            (0x0006, Permission::ReadAndPrint, false),
            (0x000E, Permission::Editable, false),
            (0x0100, Permission::Any, true),
            (0x0104, Permission::ReadAndPrint, true),
            (0x0102, Permission::Forbidden, true),
            (0x0200, Permission::BitmapsOnly, false),
            (0x0208, Permission::BitmapsOnly, false),
        ] {
            assert_eq!(EmbeddingLicence::from_bits(bits), EmbeddingLicence { permission, whole }, "{bits:#06x}");
        }
    }
}
