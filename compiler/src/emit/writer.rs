//! The object in the making: sections of data and the symbols in them.

use std::collections::HashMap;

use object::write::{
    Object, Relocation, SectionId, StandardSection, Symbol as ObjectSymbol, SymbolId, SymbolSection,
};
use object::{
    RelocationEncoding, RelocationFlags, RelocationKind, SectionKind, SymbolFlags, SymbolKind, SymbolScope,
};

use super::Error;
use super::name::SymbolNames;
use super::record::{Address, Elements, Place, Record};
use crate::plan::Symbol;

/// Whether a program may change data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It may not: addresses in it are known when the executable is linked.
    ReadOnly,
    /// It may.
    ReadWrite,
}

/// An object whose code is complete.
pub(super) struct Writer<'p> {
    object: Object<'static>,
    names: SymbolNames<'p>,
    symbols: HashMap<Symbol, SymbolId>,
    imports: HashMap<&'static str, SymbolId>,
    read_only: SectionId,
    image: Option<SectionId>,
    state: Vec<(SymbolId, u64, Record)>,
}

/// The most bytes of state that start-up copies into place. Mapping data takes as long whatever its length.
const COPIED_STATE: usize = 1024;

impl<'p> Writer<'p> {
    pub(super) fn new(
        mut object: Object<'static>,
        symbols: HashMap<Symbol, SymbolId>,
        names: SymbolNames<'p>,
    ) -> Self {
        let read_only = object.add_section(Vec::new(), b".rodata.ahead".to_vec(), SectionKind::ReadOnlyData);
        Writer { object, names, symbols, imports: HashMap::new(), read_only, image: None, state: Vec::new() }
    }

    /// The section of all generated code: its symbol and size in bytes.
    pub(super) fn text(&mut self) -> (SymbolId, u64) {
        let section = self.object.section_id(StandardSection::Text);
        let size = self.object.section(section).data().len() as u64;
        (self.object.section_symbol(section), size)
    }

    /// Where a function starts, in bytes from the start of the generated code.
    pub(super) fn code_offset(&self, symbol: Symbol) -> u64 {
        self.object.symbol(self.symbols[&symbol]).value
    }

    /// The symbol of a thing of the program, defined or not.
    pub(super) fn symbol(&mut self, symbol: Symbol) -> SymbolId {
        if let Some(id) = self.symbols.get(&symbol) {
            return *id;
        }
        let name = self.names.name(symbol);
        let id = self.add_symbol(name, SymbolScope::Compilation);
        self.symbols.insert(symbol, id);
        id
    }

    /// Whether anything so far refers to a thing of the program.
    pub(super) fn refers_to(&self, symbol: Symbol) -> bool {
        self.symbols.contains_key(&symbol)
    }

    /// A symbol that the runtime defines.
    pub(super) fn import(&mut self, name: &'static str) -> SymbolId {
        if let Some(id) = self.imports.get(name) {
            return *id;
        }
        let id = self.add_symbol(name.to_string(), SymbolScope::Unknown);
        self.imports.insert(name, id);
        id
    }

    /// The symbol of a thing that the linker's script defines.
    pub(super) fn linked(&mut self, symbol: Symbol) -> SymbolId {
        let id = self.symbol(symbol);
        self.object.symbol_mut(id).scope = SymbolScope::Unknown;
        id
    }

    /// Defines a thing of the program as this record.
    pub(super) fn define(&mut self, symbol: Symbol, access: Access, align: u64, record: Record) {
        let id = self.symbol(symbol);
        self.object.symbol_mut(id).scope = SymbolScope::Compilation;
        match access {
            Access::ReadOnly => self.place(self.read_only, id, align, record),
            Access::ReadWrite => self.state.push((id, align, record)),
        }
    }

    /// Places what [`Writer::define`] was given that may change. Where it `may_be_copied` and is little, that is
    /// among the zeros: answers where, and what is to be copied there.
    pub(super) fn place_state(&mut self, may_be_copied: bool) -> (Option<Place>, Elements) {
        let state = std::mem::take(&mut self.state);
        let len: usize = state.iter().map(|(_, _, record)| record.bytes.len()).sum();
        if len == 0 || len > COPIED_STATE || !may_be_copied {
            let data = self.object.section_id(StandardSection::Data);
            for (id, align, record) in state {
                self.place(data, id, align, record);
            }
            return (None, Elements { place: None, len: 0 });
        }
        let zeros = self.object.section_id(StandardSection::UninitializedData);
        let start = self.object.append_section_bss(zeros, 0, 16);
        let mut contents = Record::default();
        for (id, align, record) in state {
            let at = self.object.add_symbol_bss(id, zeros, record.bytes.len() as u64, align);
            contents.bytes.resize((at - start) as usize, 0);
            contents.append(record);
        }
        let place = Place { symbol: self.object.section_symbol(zeros), offset: start };
        (Some(place), self.array(16, contents.bytes.len(), contents))
    }

    /// Defines a thing of the program as `size` zero bytes.
    pub(super) fn define_zeros(&mut self, symbol: Symbol, align: u64, size: u64) {
        let id = self.symbol(symbol);
        self.object.symbol_mut(id).scope = SymbolScope::Compilation;
        let section = self.object.section_id(StandardSection::UninitializedData);
        self.object.add_symbol_bss(id, section, size, align);
    }

    /// Defines a thing of the program as an address that linking does not change.
    pub(super) fn define_absolute(&mut self, symbol: Symbol, address: u64) {
        let id = self.symbol(symbol);
        let symbol = self.object.symbol_mut(id);
        symbol.scope = SymbolScope::Compilation;
        symbol.section = SymbolSection::Absolute;
        symbol.value = address;
    }

    /// Defines a symbol that the runtime refers to.
    pub(super) fn export(&mut self, name: &str, record: Record) {
        let id = self.add_symbol(name.to_string(), SymbolScope::Linkage);
        self.place(self.read_only, id, 16, record);
    }

    /// Read-only data that only other data refers to: where it is.
    pub(super) fn data(&mut self, align: u64, record: Record) -> Place {
        let section = self.read_only;
        let start = self.object.append_section_data(section, &record.bytes, align);
        self.relocate(section, start, record.addresses);
        Place { symbol: self.object.section_symbol(section), offset: start }
    }

    /// Read-only bytes that only other data refers to.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Elements {
        let record = Record { bytes: bytes.to_vec(), addresses: Vec::new() };
        self.array(1, bytes.len(), record)
    }

    /// A read-only array of `len` elements that only other data refers to.
    pub(super) fn array(&mut self, align: u64, len: usize, record: Record) -> Elements {
        let place = (len > 0).then(|| self.data(align, record));
        Elements { place, len: len as u64 }
    }

    /// Pages that the program's start moves to their place in a memory.
    pub(super) fn image_pages(&mut self, bytes: &[u8]) -> Place {
        let section = *self.image.get_or_insert_with(|| {
            self.object.add_section(Vec::new(), b".wasm_image".to_vec(), SectionKind::Data)
        });
        let offset = self.object.append_section_data(section, bytes, ahead_abi::layout::MAX_PAGE_SIZE);
        Place { symbol: self.object.section_symbol(section), offset }
    }

    /// The bytes of the object.
    pub(super) fn finish(self) -> Result<Vec<u8>, Error> {
        self.object.write().map_err(|error| Error::Module(error.to_string()))
    }

    fn add_symbol(&mut self, name: String, scope: SymbolScope) -> SymbolId {
        self.object.add_symbol(ObjectSymbol {
            name: name.into_bytes(),
            value: 0,
            size: 0,
            kind: SymbolKind::Data,
            scope,
            weak: false,
            section: SymbolSection::Undefined,
            flags: SymbolFlags::None,
        })
    }

    fn place(&mut self, section: SectionId, id: SymbolId, align: u64, record: Record) {
        let start = self.object.add_symbol_data(id, section, &record.bytes, align);
        self.relocate(section, start, record.addresses);
    }

    fn relocate(&mut self, section: SectionId, start: u64, addresses: Vec<Address>) {
        for address in addresses {
            let relocation = Relocation {
                offset: start + address.offset,
                symbol: address.place.symbol,
                addend: address.place.offset as i64,
                flags: RelocationFlags::Generic {
                    kind: RelocationKind::Absolute,
                    encoding: RelocationEncoding::Generic,
                    size: 64,
                },
            };
            self.object.add_relocation(section, relocation).expect("every ELF target has 64-bit addresses");
        }
    }
}
