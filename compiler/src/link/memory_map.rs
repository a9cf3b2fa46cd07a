//! A board's linked image in, what of the board's memory it takes out.

use std::fmt::{self, Display, Formatter};

use object::elf::{FileHeader64, PT_LOAD, SHF_ALLOC, SHT_NOBITS};
use object::read::elf::{FileHeader, ProgramHeader, SectionHeader};
use object::{LittleEndian, LittleEndian as Little};

use super::Error;
use crate::target::Target;
use crate::target::board::File as Board;

/// What an image takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemoryMap {
    /// The sections that take memory, by address.
    pub sections: Vec<Section>,
    /// Bytes of the raw image, which flash or a file must hold.
    pub image_bytes: u64,
    /// Bytes of RAM from the first section to the end of the last.
    pub ram_bytes: u64,
    /// Name of the board.
    target: &'static str,
    /// Where the board has RAM, and how much flash, if that is limited.
    ram: (u64, u64),
    flash_bytes: Option<u64>,
}

/// A section of an image.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: u64,
    /// Its size.
    pub bytes: u64,
    /// Whether the image holds its contents.
    pub stored: bool,
}

/// The map of `image`, linked for `target`.
pub(super) fn of(image: &[u8], target: &Target, board: &Board) -> Result<MemoryMap, Error> {
    let malformed = |error: object::read::Error| Error::Malformed(error.to_string());
    let header = FileHeader64::<LittleEndian>::parse(image).map_err(malformed)?;
    let table = header.sections(Little, image).map_err(malformed)?;
    let mut sections = Vec::new();
    for section in table.iter() {
        let bytes = section.sh_size(Little);
        if section.sh_flags(Little) & u64::from(SHF_ALLOC) == 0 || bytes == 0 {
            continue;
        }
        let name = table.section_name(Little, section).map_err(malformed)?;
        sections.push(Section {
            name: String::from_utf8_lossy(name).into_owned(),
            address: section.sh_addr(Little),
            bytes,
            stored: section.sh_type(Little) != SHT_NOBITS,
        });
    }
    sections.sort_by_key(|section| section.address);
    let start = sections.first().map_or(0, |section| section.address);
    let end = |stored: bool| {
        let counted = sections.iter().filter(|section| section.stored || !stored);
        counted.map(|section| section.address.saturating_add(section.bytes)).max().unwrap_or(start)
    };
    let (image_bytes, ram_bytes) = (end(true) - start, end(false) - start);
    Ok(MemoryMap {
        sections,
        image_bytes,
        ram_bytes,
        target: target.name,
        ram: (board.ram_start, board.ram_bytes),
        flash_bytes: board.flash_bytes,
    })
}

impl MemoryMap {
    /// Adds `bytes` to a section, and moves those behind. An empty section, which is not in the map, is
    /// put at its end.
    pub(super) fn enlarge(&mut self, name: &str, bytes: u64) {
        if !self.sections.iter().any(|section| section.name == name) {
            let end = self.sections.last().map_or(0, |last| last.address.saturating_add(last.bytes));
            let section = Section { name: name.to_owned(), address: end, bytes: 0, stored: false };
            self.sections.push(section);
        }
        let index = self.sections.iter().position(|section| section.name == name);
        let (before, after) = self.sections.split_at_mut(index.map_or(0, |index| index + 1));
        if let Some(section) = before.last_mut() {
            section.bytes = section.bytes.saturating_add(bytes);
        }
        for section in after {
            section.address = section.address.saturating_add(bytes);
        }
        self.ram_bytes = self.ram_bytes.saturating_add(bytes);
    }

    /// Whether the board has room for all of it.
    pub(super) fn fits(&self) -> bool {
        let (start, len) = self.ram;
        let inside = |section: &Section| {
            section.address >= start && section.address - start <= len.saturating_sub(section.bytes)
        };
        self.sections.iter().all(inside) && self.flash_bytes.is_none_or(|flash| self.image_bytes <= flash)
    }
}

impl Display for MemoryMap {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "memory map on {}:", self.target)?;
        for section in &self.sections {
            let Section { name, address, bytes, .. } = section;
            let name = what(name);
            writeln!(f, "  {name:<16} {bytes:>12} bytes at {address:#x}")?;
        }
        let (start, len) = self.ram;
        let flash = self.flash_bytes.map_or(String::new(), |flash| format!(" of {flash} bytes of flash"));
        writeln!(f, "  {:<16} {:>12} bytes{flash}", "image", self.image_bytes)?;
        write!(f, "  {:<16} {:>12} bytes of {len} at {start:#x}", "RAM", self.ram_bytes)
    }
}

/// Sections of our linker scripts whose size the compiler gives.
pub(super) const STACK: &str = ".stack";
/// As [`STACK`].
pub(super) const LINEAR_MEMORY: &str = ".linear_memory";

/// What the sections of our linker scripts are for people.
fn what(section: &str) -> &str {
    match section {
        ".text" => "code",
        ".rodata" => "constants",
        ".data" => "data",
        ".bss" => "zeroed data",
        STACK => "guard, stacks",
        LINEAR_MEMORY => "linear memory",
        other => other,
    }
}

/// The image as it lies in memory, from its first byte to the last that is stored.
pub fn raw(image: &[u8]) -> Result<Vec<u8>, Error> {
    let malformed = |error: object::read::Error| Error::Malformed(error.to_string());
    let header = FileHeader64::<LittleEndian>::parse(image).map_err(malformed)?;
    let segments = header.program_headers(Little, image).map_err(malformed)?;
    let mut stored: Vec<(u64, &[u8])> = Vec::new();
    for segment in segments.iter().filter(|segment| segment.p_type(Little) == PT_LOAD) {
        let data =
            segment.data(Little, image).map_err(|()| Error::Malformed("a segment has no data".to_owned()))?;
        if !data.is_empty() {
            stored.push((segment.p_paddr(Little), data));
        }
    }
    stored.sort_by_key(|(address, _)| *address);
    let start = stored.first().map_or(0, |(address, _)| *address);
    let mut bytes = Vec::new();
    for (address, data) in stored {
        bytes.resize((address - start) as usize, 0);
        bytes.extend_from_slice(data);
    }
    Ok(bytes)
}
