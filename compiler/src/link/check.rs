//! The linker's output in, nothing out: the promises an executable keeps are checked, not assumed.

use object::LittleEndian;
use object::elf::{FileHeader64, PF_W, PF_X, PT_LOAD};
use object::read::elf::{FileHeader, ProgramHeader};

use super::Error;

/// Checks that the entry point of a board's image is code. Its memory is not divided by permissions.
pub(super) fn image(image: &[u8]) -> Result<(), Error> {
    let malformed = |error: object::read::Error| Error::Malformed(error.to_string());
    let header = FileHeader64::<LittleEndian>::parse(image).map_err(malformed)?;
    let entry = header.e_entry(LittleEndian);
    let segments = header.program_headers(LittleEndian, image).map_err(malformed)?;
    let is_code = |segment: &&object::elf::ProgramHeader64<LittleEndian>| {
        let start = segment.p_vaddr(LittleEndian);
        segment.p_flags(LittleEndian) & PF_X != 0
            && entry.checked_sub(start).is_some_and(|offset| offset < segment.p_filesz(LittleEndian))
    };
    match segments.iter().any(|segment| is_code(&segment)) {
        true => Ok(()),
        false => Err(Error::Malformed(format!("its entry point {entry:#x} is not code"))),
    }
}

/// Checks that `executable` has an entry point, ends at the address `limit` or below, and that none of
/// its segments is both writable and executable.
pub(super) fn executable(executable: &[u8], limit: u64) -> Result<(), Error> {
    let malformed = |error: object::read::Error| Error::Malformed(error.to_string());
    let header = FileHeader64::<LittleEndian>::parse(executable).map_err(malformed)?;
    let endian = LittleEndian;
    let entry = header.e_entry(endian);
    let mut entry_is_code = false;
    let (mut image_start, mut image_end) = (u64::MAX, 0);
    for segment in header.program_headers(endian, executable).map_err(malformed)? {
        if segment.p_type(endian) != PT_LOAD {
            continue;
        }
        let (address, flags) = (segment.p_vaddr(endian), segment.p_flags(endian));
        let end = address.saturating_add(segment.p_memsz(endian));
        (image_start, image_end) = (address.min(image_start), end.max(image_end));
        if flags & PF_W != 0 && flags & PF_X != 0 {
            return Err(Error::WritableCode { address });
        }
        entry_is_code |= flags & PF_X != 0 && (address..end).contains(&entry);
    }
    if !entry_is_code {
        return Err(Error::Malformed(format!("its entry point {entry:#x} is not code")));
    }
    if image_end > limit {
        let (size, limit) = (image_end - image_start, limit.saturating_sub(image_start));
        return Err(Error::ImageTooBig { size, limit });
    }
    Ok(())
}
