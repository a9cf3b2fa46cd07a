//! An executable and a few bytes about it in, the executable with them as section `.ahead` out; and
//! back. The section is not loaded, and stands after all else, so that stripping keeps it and no
//! address changes.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;

use object::elf::{FileHeader64, PT_PHDR, ProgramHeader64, SHT_PROGBITS, SectionHeader64};
use object::read::elf::{FileHeader, ProgramHeader, SectionHeader};
use object::read::{ReadCache, ReadRef};
use object::{LittleEndian, U16, U32, U64, pod};

use super::Error;

/// Name of the section.
pub const SECTION: &str = ".ahead";

type Header = FileHeader64<LittleEndian>;
type Section = SectionHeader64<LittleEndian>;
type Segment = ProgramHeader64<LittleEndian>;

/// Appends section [`SECTION`] with `contents` to an ELF file.
pub fn append(mut executable: Vec<u8>, contents: &[u8]) -> Result<Vec<u8>, Error> {
    let (mut header, mut sections, mut names) = parse(&executable)?;
    let names_index = usize::from(header.e_shstrndx.get(LittleEndian));
    let room = room_for_table(&mut executable, &mut header, &sections)?;
    // The names and the table are new: the old ones go where they were the end.
    executable.truncate(end_of_rest(&executable, &header, &sections, names_index)?);

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

    let table = pod::bytes_of_slice(&sections);
    let start = match room {
        Some(room) if table.len() <= room.len() => {
            executable[room.clone()].fill(0);
            executable[room.start..][..table.len()].copy_from_slice(table);
            room.start
        }
        _ => {
            executable.resize(executable.len().next_multiple_of(8), 0);
            executable.extend_from_slice(table);
            executable.len() - table.len()
        }
    };
    header.e_shoff = U64::new(LittleEndian, start as u64);
    let count =
        u16::try_from(sections.len()).map_err(|_| Error::Malformed("too many sections".to_owned()))?;
    header.e_shnum = U16::new(LittleEndian, count);
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

/// Whether the file is one that [`append`] made, as long as it was, and may be executed: read is only what says so.
pub fn is_whole(file: &File) -> bool {
    const EXECUTE: u32 = 0o111;
    let Ok(metadata) = file.metadata() else { return false };
    let may_execute = metadata.is_file() && metadata.permissions().mode() & EXECUTE != 0;
    may_execute && stamped_len(&ReadCache::new(file)) == Some(metadata.len())
}

/// Where the last part of an executable ends that has section [`SECTION`].
fn stamped_len<'a>(executable: impl ReadRef<'a>) -> Option<u64> {
    let header = Header::parse(executable).ok()?;
    let sections = header.sections(LittleEndian, executable).ok()?;
    sections.section_by_name(LittleEndian, SECTION.as_bytes())?;
    let segments = header.program_headers(LittleEndian, executable).ok()?;
    let table = (header.e_shoff.get(LittleEndian), (sections.len() * size_of::<Section>()) as u64);
    let ranges = sections.iter().filter_map(|section| section.file_range(LittleEndian));
    let ranges = ranges.chain(segments.iter().map(|segment| segment.file_range(LittleEndian))).chain([table]);
    ranges.map(|(start, len)| start.saturating_add(len)).max()
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

/// The bytes between the program headers and what comes after the table of sections, where that table
/// is between them, as our linker puts it. For more room the program header goes that says where the
/// program headers are (`PT_PHDR`): only what relocates itself at start looks for it.
fn room_for_table(
    executable: &mut [u8],
    header: &mut Header,
    sections: &[Section],
) -> Result<Option<Range<usize>>, Error> {
    let malformed = |error: object::read::Error| Error::Malformed(error.to_string());
    let segments = header.program_headers(LittleEndian, &*executable).map_err(malformed)?;
    let start = header.e_phoff.get(LittleEndian) as usize;
    let is_table = |segment: &&Segment| segment.p_type.get(LittleEndian) == PT_PHDR;
    let kept: Vec<Segment> = segments.iter().filter(|segment| !is_table(segment)).copied().collect();

    let table = header.e_shoff.get(LittleEndian) as usize;
    let after_table = table + size_of_val(sections);
    let starts = sections.iter().filter_map(|section| section.file_range(LittleEndian));
    let next = starts.map(|(start, _)| start as usize).filter(|start| *start > 0).min();
    let next = match next {
        Some(next) if start + size_of_val(segments) <= table && after_table <= next => next,
        _ => return Ok(None),
    };
    let segments = pod::bytes_of_slice(&kept);
    let end = start + segments.len();
    executable[start..end].copy_from_slice(segments);
    header.e_phnum = U16::new(LittleEndian, kept.len() as u16);
    Ok(Some(end.next_multiple_of(8)..next))
}

/// Where all ends that is neither the table of sections nor their names.
fn end_of_rest(
    executable: &[u8],
    header: &Header,
    sections: &[Section],
    names_index: usize,
) -> Result<usize, Error> {
    let malformed = |error: object::read::Error| Error::Malformed(error.to_string());
    let segments = header.program_headers(LittleEndian, executable).map_err(malformed)?;
    let others = sections.iter().enumerate().filter(|&(index, _)| index != names_index);
    let ranges = others.filter_map(|(_, section)| section.file_range(LittleEndian));
    let ranges = ranges.chain(segments.iter().map(|segment| segment.file_range(LittleEndian)));
    let ends = ranges.map(|(start, size)| start.saturating_add(size));
    let end = ends.chain([header.e_phoff.get(LittleEndian) + size_of_val(segments) as u64]).max();
    Ok(end.unwrap_or(0) as usize)
}
