//! Records of the contract crate as bytes: fields by their offsets, addresses as relocations.

use object::write::SymbolId;

/// The records are laid out as this compiler's own: both have 64-bit pointers.
const _: () = assert!(size_of::<usize>() == 8);

/// A record, or an array of them, in the making.
#[derive(Default)]
pub(super) struct Record {
    /// Its bytes; addresses are zero.
    pub bytes: Vec<u8>,
    /// Its addresses.
    pub addresses: Vec<Address>,
}

/// An address in a record.
pub(super) struct Address {
    /// Bytes from the start of the record.
    pub offset: u64,
    /// What it is the address of.
    pub place: Place,
}

/// A place in the program: so many bytes past a symbol.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub symbol: SymbolId,
    pub offset: u64,
}

impl From<SymbolId> for Place {
    fn from(symbol: SymbolId) -> Self {
        Place { symbol, offset: 0 }
    }
}

/// Elements that a record refers to: their first address, and how many there are.
#[derive(Clone, Copy)]
pub(super) struct Elements {
    /// Where they are; `None` when there are none.
    pub place: Option<Place>,
    /// How many.
    pub len: u64,
}

impl Record {
    /// A record of type `T`, all zeros.
    pub(super) fn of<T>() -> Self {
        Record { bytes: vec![0; size_of::<T>()], addresses: Vec::new() }
    }

    /// Appends a record to an array.
    pub(super) fn append(&mut self, other: Record) {
        let start = self.bytes.len() as u64;
        self.bytes.extend(other.bytes);
        let moved = other.addresses.into_iter();
        self.addresses.extend(moved.map(|address| Address { offset: start + address.offset, ..address }));
    }

    pub(super) fn u32(mut self, offset: usize, value: u32) -> Self {
        self.bytes[offset..offset + 4].copy_from_slice(&value.to_le_bytes());
        self
    }

    pub(super) fn u64(mut self, offset: usize, value: u64) -> Self {
        self.bytes[offset..offset + 8].copy_from_slice(&value.to_le_bytes());
        self
    }

    pub(super) fn address(mut self, offset: usize, place: impl Into<Place>) -> Self {
        self.addresses.push(Address { offset: offset as u64, place: place.into() });
        self
    }

    /// A field of type [`ahead_abi::Slice`].
    pub(super) fn elements(self, offset: usize, elements: Elements) -> Self {
        let record = match elements.place {
            Some(place) => self.address(offset, place),
            None => self,
        };
        record.u64(offset + size_of::<usize>(), elements.len)
    }

    /// Another record in this one's place at `offset`.
    pub(super) fn nested(mut self, offset: usize, inner: Record) -> Self {
        self.bytes[offset..offset + inner.bytes.len()].copy_from_slice(&inner.bytes);
        let moved = inner.addresses.into_iter();
        self.addresses
            .extend(moved.map(|address| Address { offset: offset as u64 + address.offset, ..address }));
        self
    }
}
