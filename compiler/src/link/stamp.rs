//! An executable and a few bytes about it in, the executable with them as section `.ahead` out; and
//! back. The section is not loaded, and stands after all else, so that stripping keeps it and no
//! address changes.

use object::elf::{FileHeader64, SHT_PROGBITS, SectionHeader64};
use object::read::elf::{FileHeader, SectionHeader};
use object::{LittleEndian, U16, U32, U64, pod};

use super::Error;

/// Name of the section.
pub const SECTION: &str = ".ahead";

type Header = FileHeader64<LittleEndian>;
type Section = SectionHeader64<LittleEndian>;

/// Appends section [`SECTION`] with `contents` to an ELF file.
pub fn append(mut executable: Vec<u8>, contents: &[u8]) -> Result<Vec<u8>, Error> {
    let (mut header, mut sections, mut names) = parse(&executable)?;
    let names_index = usize::from(header.e_shstrndx.get(LittleEndian));

    // The old table of sections and their names are at the end where linkers put them; then the
    // new ones take their place.
    let start_of_rest =
        header.e_shoff.get(LittleEndian).min(sections[names_index].sh_offset.get(LittleEndian));
    if is_tail(&executable, &header, &sections, names_index, start_of_rest) {
        executable.truncate(start_of_rest as usize);
    }

    let name_offset = names.len() as u32;
    names.extend_from_slice(SECTION.as_bytes());
    names.push(0);

    let mut section = sections[names_index];
    section.sh_name = U32::new(LittleEndian, name_offset);
    section.sh_type = U32::new(LittleEndian, SHT_PROGBITS);
    section.sh_offset = U64::new(LittleEndian, executable.len() as u64);
    section.sh_size = U64::new(LittleEndian, contents.len() as u64);
    executable.extend_from_slice(contents);
    sections[names_index].sh_offset = U64::new(LittleEndian, executable.len() as u64);
    sections[names_index].sh_size = U64::new(LittleEndian, names.len() as u64);
    executable.extend_from_slice(&names);
    sections.push(section);

    executable.resize(executable.len().next_multiple_of(8), 0);
    header.e_shoff = U64::new(LittleEndian, executable.len() as u64);
    let count =
        u16::try_from(sections.len()).map_err(|_| Error::Malformed("too many sections".to_owned()))?;
    header.e_shnum = U16::new(LittleEndian, count);
    executable.extend_from_slice(pod::bytes_of_slice(&sections));
    executable[..size_of::<Header>()].copy_from_slice(pod::bytes_of(&header));
    Ok(executable)
}

/// The contents of section [`SECTION`]; `None`: not an ELF file that has one.
pub fn read(executable: &[u8]) -> Option<&[u8]> {
    let header = Header::parse(executable).ok()?;
    let sections = header.sections(LittleEndian, executable).ok()?;
    let (_, section) = sections.section_by_name(LittleEndian, SECTION.as_bytes())?;
    section.data(LittleEndian, executable).ok()
}

fn parse(executable: &[u8]) -> Result<(Header, Vec<Section>, Vec<u8>), Error> {
    let malformed = |error: object::read::Error| Error::Malformed(error.to_string());
    let header = Header::parse(executable).map_err(malformed)?;
    let sections = header.section_headers(LittleEndian, executable).map_err(malformed)?.to_vec();
    let names = sections
        .get(usize::from(header.e_shstrndx.get(LittleEndian)))
        .ok_or_else(|| Error::Malformed("its sections have no names".to_owned()))?;
    let names = names.data(LittleEndian, executable).map_err(malformed)?.to_vec();
    Ok((*header, sections, names))
}

/// Whether nothing from `start` on is anything but the table of sections and their names.
fn is_tail(executable: &[u8], header: &Header, sections: &[Section], names_index: usize, start: u64) -> bool {
    let ends_before = |section: &Section| {
        section.file_range(LittleEndian).is_none_or(|(offset, size)| offset.saturating_add(size) <= start)
    };
    let segments = header.program_headers(LittleEndian, executable).unwrap_or_default();
    let mut others = sections.iter().enumerate().filter(|&(index, _)| index != names_index);
    others.all(|(_, section)| ends_before(section))
        && segments.iter().all(|segment| {
            segment.p_offset.get(LittleEndian).saturating_add(segment.p_filesz.get(LittleEndian)) <= start
        })
}
