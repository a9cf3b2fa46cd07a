//! The kernel's own shared object in every process: a function's name goes in, its address comes
//! out.

use crate::launch::auxiliary;

/// `AT_SYSINFO_EHDR`: address of the vDSO's ELF header.
const AT_SYSINFO_EHDR: usize = 33;

const PT_LOAD: u32 = 1;
const PT_DYNAMIC: u32 = 2;
const DT_HASH: usize = 4;
const DT_STRTAB: usize = 5;
const DT_SYMTAB: usize = 6;
const DT_GNU_HASH: usize = 0x6fff_fef5;
/// Bytes of a program header, and of a symbol, in 64-bit ELF.
const PROGRAM_HEADER: usize = 56;
const SYMBOL: usize = 24;

/// The address of the function `name` (with no NUL); `None` when there is no vDSO, or no such
/// function in it.
pub fn function(name: &[u8]) -> Option<usize> {
    let image = Image { start: auxiliary(AT_SYSINFO_EHDR).filter(|start| *start != 0)? };
    let dynamic = image.dynamic()?;
    let symbols = image.dynamic_entry(dynamic.0, DT_SYMTAB, dynamic.1)?;
    let names = image.dynamic_entry(dynamic.0, DT_STRTAB, dynamic.1)?;
    for index in 1..image.symbol_count(dynamic)? {
        let symbol = symbols + index * SYMBOL;
        // `st_name`, `st_shndx` and `st_value` of `Elf64_Sym`.
        let defined = image.half(symbol + 6) != 0;
        if defined && image.is_string(names + image.word(symbol) as usize, name) {
            return Some(dynamic.1.wrapping_add(image.double(symbol + 8)));
        }
    }
    None
}

/// The vDSO as the kernel mapped it.
struct Image {
    start: usize,
}

impl Image {
    /// Address of the dynamic section, and what to add to an address in the file.
    fn dynamic(&self) -> Option<(usize, usize)> {
        let headers = self.start + self.double(self.start + 32);
        let count = self.half(self.start + 56) as usize;
        let (mut dynamic, mut bias) = (None, None);
        for header in (0..count).map(|index| headers + index * PROGRAM_HEADER) {
            let (offset, address) = (self.double(header + 8), self.double(header + 16));
            match self.word(header) {
                PT_LOAD if bias.is_none() => {
                    bias = Some(self.start.wrapping_add(offset).wrapping_sub(address))
                }
                PT_DYNAMIC => dynamic = Some(self.start + offset),
                _ => {}
            }
        }
        Some((dynamic?, bias?))
    }

    /// The address that the dynamic section gives for `tag`.
    fn dynamic_entry(&self, dynamic: usize, tag: usize, bias: usize) -> Option<usize> {
        let mut entry = dynamic;
        loop {
            match self.double(entry) {
                0 => return None,
                found if found == tag => return Some(bias.wrapping_add(self.double(entry + 8))),
                _ => entry += 16,
            }
        }
    }

    /// How many symbols there are: what either hash table says.
    fn symbol_count(&self, (dynamic, bias): (usize, usize)) -> Option<usize> {
        if let Some(table) = self.dynamic_entry(dynamic, DT_HASH, bias) {
            return Some(self.word(table + 4) as usize);
        }
        let table = self.dynamic_entry(dynamic, DT_GNU_HASH, bias)?;
        let (buckets, first, bloom) = (self.word(table), self.word(table + 4), self.word(table + 8));
        let bucket = table + 16 + bloom as usize * 8;
        let chain = bucket + buckets as usize * 4;
        let mut last = (0..buckets as usize).map(|index| self.word(bucket + index * 4)).max()?;
        // The lowest bit of a hash value marks the end of its chain.
        while last >= first && self.word(chain + (last - first) as usize * 4) & 1 == 0 {
            last += 1;
        }
        Some(last as usize + 1)
    }

    fn is_string(&self, address: usize, name: &[u8]) -> bool {
        name.iter().chain(&[0]).enumerate().all(|(index, byte)| self.byte(address + index) == *byte)
    }

    fn byte(&self, address: usize) -> u8 {
        // SAFETY: the kernel mapped a well-formed image at `start`, and every address that is read
        // comes from its own headers and tables.
        unsafe { (address as *const u8).read() }
    }

    fn half(&self, address: usize) -> u16 {
        // SAFETY: as in `byte`.
        unsafe { (address as *const u16).read_unaligned() }
    }

    fn word(&self, address: usize) -> u32 {
        // SAFETY: as in `byte`.
        unsafe { (address as *const u32).read_unaligned() }
    }

    fn double(&self, address: usize) -> usize {
        // SAFETY: as in `byte`.
        unsafe { (address as *const usize).read_unaligned() }
    }
}
