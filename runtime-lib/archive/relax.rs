//! An x86-64 object in; the same with calls through the global offset table that a linker may turn
//! into direct ones out.
//!
//! The precompiled `core` asks for calls of `memcpy` and its like through that table, with
//! relocations that forbid linkers to do better. The table would be the only thing in its segment:
//! one more to map, and a page fault, at each start.

use object::LittleEndian as Little;
use object::elf::{
    EM_X86_64, FileHeader64, R_X86_64_GOTPCREL, R_X86_64_GOTPCRELX, Rela64, SHT_RELA, SectionHeader64,
};
use object::pod;
use object::read::elf::{FileHeader, SectionHeader, SectionTable};

/// The bytes of `section` of `object`, with relocations of calls and jumps made ones that linkers relax.
pub fn section(
    object: &[u8],
    table: &SectionTable<'_, FileHeader64<Little>>,
    section: &SectionHeader64<Little>,
) -> object::read::Result<Vec<u8>> {
    let data = section.data(Little, object)?;
    let machine = FileHeader64::<Little>::parse(object)?.e_machine(Little);
    if machine != EM_X86_64 || section.sh_type(Little) != SHT_RELA {
        return Ok(data.to_vec());
    }
    let code = table.section(section.info_link(Little))?.data(Little, object)?;
    let mut relocations: Vec<Rela64<Little>> = section.data_as_array(Little, object)?.to_vec();
    for relocation in &mut relocations {
        let (symbol, kind) = (relocation.r_sym(Little, false), relocation.r_type(Little, false));
        if kind == R_X86_64_GOTPCREL && is_call(code, relocation.r_offset.get(Little)) {
            relocation.set_r_info(Little, false, symbol, R_X86_64_GOTPCRELX);
        }
    }
    Ok(pod::bytes_of_slice(&relocations).to_vec())
}

/// Whether the four bytes at `offset` are where a call or a jump finds its target's address.
fn is_call(code: &[u8], offset: u64) -> bool {
    const CALL: [u8; 2] = [0xff, 0x15];
    const JUMP: [u8; 2] = [0xff, 0x25];
    let opcode = (offset as usize).checked_sub(2).and_then(|start| code.get(start..start + 2));
    opcode.is_some_and(|opcode| opcode == CALL || opcode == JUMP)
}
