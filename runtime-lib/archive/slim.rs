//! A static library as rustc makes it in; its part that the runtime needs, without debug information
//! and unwind tables, and with calls that linkers may make direct ([`relax`]), out.
//!
//! The precompiled `core` brings those along whatever flags the runtime is built with, and all of
//! `compiler_builtins`: several megabytes that `ahead` would embed and every link would read.

use std::collections::HashSet;

use super::relax;
use object::elf::{
    FileHeader64, SHN_ABS, SHN_UNDEF, SHT_NULL, SHT_SYMTAB, STB_LOCAL, SectionHeader64, Sym64,
};
use object::read::archive::ArchiveFile;
use object::read::elf::{FileHeader, SectionHeader, Sym, SymbolTable};
use object::{LittleEndian as Little, U16, U32, U64, pod};

type Section = SectionHeader64<Little>;
type Symbol = Sym64<Little>;

/// A member of the new archive.
struct Member {
    bytes: Vec<u8>,
    symbols: Symbols,
}

/// The symbols by which a member and others refer to each other.
#[derive(Default)]
struct Symbols {
    defines: Vec<Vec<u8>>,
    needs: Vec<Vec<u8>>,
}

/// The part of `library` that is needed by the object that defines `entry`.
pub fn archive(library: &[u8], entry: &str) -> Result<Vec<u8>, String> {
    let parsed = ArchiveFile::parse(library).map_err(|error| error.to_string())?;
    let mut members = Vec::new();
    for member in parsed.members() {
        let bytes = member.and_then(|member| member.data(library)).map_err(|error| error.to_string())?;
        members.push(slim(bytes).map_err(|error| error.to_string())?);
    }
    let members = needed(members, entry);
    match members.is_empty() {
        true => Err(format!("nothing defines `{entry}`")),
        false => Ok(write(&members)),
    }
}

/// The members that define `entry`, and those that they need, and so on.
fn needed(mut members: Vec<Member>, entry: &str) -> Vec<Member> {
    let mut kept: Vec<Member> = Vec::new();
    let mut names = vec![entry.as_bytes().to_vec()];
    while let Some(name) = names.pop() {
        if let Some(index) = members.iter().position(|member| member.symbols.defines.contains(&name)) {
            let member = members.remove(index);
            names.extend(member.symbols.needs.iter().cloned());
            kept.push(member);
        }
    }
    kept
}

fn is_dead(name: &[u8]) -> bool {
    let name = name.strip_prefix(b".rela").unwrap_or(name);
    // The attributes say of RISC-V what the flags of the object do, in a segment of their own.
    name.starts_with(b".debug")
        || [b".eh_frame".as_slice(), b".comment", b".riscv.attributes"].contains(&name)
}

/// An object without its dead sections. Indices of sections and symbols stay what they are: a dead
/// section remains as an empty entry of the table.
fn slim(object: &[u8]) -> object::read::Result<Member> {
    let mut header = *FileHeader64::<Little>::parse(object)?;
    let table = header.sections(Little, object)?;
    let mut dead = HashSet::new();
    for (index, section) in table.enumerate() {
        if is_dead(table.section_name(Little, section)?) {
            dead.insert(index.0);
        }
    }
    let (table_of_symbols, symbols) = symbols(&table.symbols(Little, object, SHT_SYMTAB)?, &dead)?;

    let mut bytes = vec![0; size_of_val(&header)];
    let mut sections: Vec<Section> = table.iter().copied().collect();
    for (index, section) in sections.iter_mut().enumerate() {
        let data = match section.sh_type(Little) {
            SHT_SYMTAB => pod::bytes_of_slice(&table_of_symbols).to_vec(),
            _ => relax::section(object, &table, section)?,
        };
        if dead.contains(&index) {
            section.sh_type = U32::new(Little, SHT_NULL);
            // Linkers end what has the name of unwind tables, be it empty, with a word.
            section.sh_name = U32::new(Little, 0);
            section.sh_size = U64::new(Little, 0);
            section.sh_offset = U64::new(Little, 0);
            continue;
        }
        let align = section.sh_addralign(Little).max(1) as usize;
        bytes.resize(bytes.len().next_multiple_of(align), 0);
        section.sh_offset = U64::new(Little, bytes.len() as u64);
        bytes.extend(data);
    }
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    header.e_shoff = U64::new(Little, bytes.len() as u64);
    bytes.extend_from_slice(pod::bytes_of_slice(&sections));
    bytes[..size_of_val(&header)].copy_from_slice(pod::bytes_of(&header));
    Ok(Member { bytes, symbols })
}

/// The symbols of an object without their `dead` sections.
fn symbols(
    table: &SymbolTable<'_, FileHeader64<Little>>,
    dead: &HashSet<usize>,
) -> object::read::Result<(Vec<Symbol>, Symbols)> {
    let mut symbols = table.symbols().to_vec();
    let mut named = Symbols::default();
    for symbol in &mut symbols {
        let place = symbol.st_shndx(Little);
        if dead.contains(&usize::from(place)) {
            // A label that only dead sections refer to.
            symbol.st_shndx = U16::new(Little, SHN_ABS);
        } else if symbol.st_bind() != STB_LOCAL {
            let names = if place == SHN_UNDEF { &mut named.needs } else { &mut named.defines };
            names.push(symbol.name(Little, table.strings())?.to_vec());
        }
    }
    Ok((symbols, named))
}

/// Bytes of the header of a member.
const MEMBER_HEADER: usize = 60;

/// The archive of `members` in the System V form: first the index of symbols.
fn write(members: &[Member]) -> Vec<u8> {
    let symbols = members.iter().flat_map(|member| &member.symbols.defines);
    let names: Vec<u8> = symbols.clone().flat_map(|name| [name.as_slice(), b"\0"].concat()).collect();
    let index_len = 4 + 4 * symbols.count() + names.len();
    let mut offset = 8 + MEMBER_HEADER + index_len.next_multiple_of(8);
    let mut index = Vec::with_capacity(index_len);
    index.extend(members.iter().map(|member| member.symbols.defines.len() as u32).sum::<u32>().to_be_bytes());
    for member in members {
        for _ in &member.symbols.defines {
            index.extend((offset as u32).to_be_bytes());
        }
        offset += MEMBER_HEADER + member.bytes.len().next_multiple_of(8);
    }
    index.extend(names);

    let mut archive = b"!<arch>\n".to_vec();
    write_member(&mut archive, "/", &index);
    for (number, member) in members.iter().enumerate() {
        write_member(&mut archive, &format!("ahead{number}.o/"), &member.bytes);
    }
    archive
}

fn write_member(archive: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    let len = bytes.len().next_multiple_of(8);
    let header = format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{len:<10}`\n", 0, 0, 0, 644);
    archive.extend(header.as_bytes());
    archive.extend(bytes);
    archive.resize(archive.len() + len - bytes.len(), 0);
}
