//! Where values are: registers, and slots of the frame, each with its number.

use std::collections::HashMap;
use std::ops::Range;

use iced_x86::Register;

use super::Calls;

/// Places: sixteen registers of each kind, and the first slots that are found.
const REGISTERS: u32 = 32;
pub(super) const MOST: u32 = Places::BITS;

/// A set of places, a bit for each.
pub(super) type Places = u128;

/// The registers that a call may change, by the System V convention: all but rbx, rsp, rbp and r12 to r15.
const CHANGED_BY_CALLS: Places = 0xffff_0fc7;
pub(super) const ALL_REGISTERS: Places = 0xffff_ffff;

/// A part of the frame, from the stack pointer, bytes.
pub(super) type Slot = Range<u32>;

/// The place that is a register, or of which it is a part.
pub(super) fn of_register(register: Register) -> Option<u32> {
    let whole = register.full_register();
    if whole.is_gpr64() {
        Some(whole.number() as u32)
    } else {
        (whole.is_vector_register() && whole.number() < 16).then(|| 16 + whole.number() as u32)
    }
}

/// The places of a set, in their order.
pub(super) fn bits(mut places: Places) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = (places != 0).then(|| places.trailing_zeros())?;
        places &= places - 1;
        Some(place)
    })
}

/// The slots of a frame that are places.
#[derive(Default)]
pub(super) struct Slots {
    slots: Vec<Slot>,
    numbers: HashMap<Slot, u32>,
    /// Those that are read: others may be arguments of calls, which are the callee's then.
    pub(super) loaded: Places,
}

impl Slots {
    /// The place that is this slot, if there is room for another.
    pub(super) fn place(&mut self, slot: Slot) -> Option<u32> {
        if let Some(place) = self.numbers.get(&slot) {
            return Some(*place);
        }
        let place = REGISTERS + self.slots.len() as u32;
        if place >= MOST {
            return None;
        }
        self.slots.push(slot.clone());
        self.numbers.insert(slot, place);
        Some(place)
    }
}

/// What steps change.
pub(super) struct Effects {
    /// By slot: where it lies, and all slots that overlap with it.
    overlaps: Vec<(Slot, Places)>,
    pub(super) calls: Places,
}

impl Effects {
    pub(super) fn of(slots: Slots, calls: Calls) -> Effects {
        let registers = match calls {
            Calls::KeepSaved | Calls::Missing => CHANGED_BY_CALLS,
            Calls::KeepNone => ALL_REGISTERS,
        };
        let mut effects = Effects { overlaps: Vec::new(), calls: registers | !ALL_REGISTERS & !slots.loaded };
        effects.overlaps = slots.slots.into_iter().map(|slot| (slot, 0)).collect();
        for number in 0..effects.overlaps.len() {
            effects.overlaps[number].1 = effects.of_write(&effects.overlaps[number].0);
        }
        effects
    }

    /// The slots that a write to this part of the frame changes.
    pub(super) fn of_write(&self, slot: &Slot) -> Places {
        let overlaps = |other: &Slot| other.start < slot.end && slot.start < other.end;
        let found = (REGISTERS..).zip(&self.overlaps).filter(|(_, (other, _))| overlaps(other));
        found.fold(0, |places, (place, _)| places | 1 << place)
    }

    /// What it changes to write to a place: the place, and slots that overlap with it.
    pub(super) fn of_writing(&self, place: u32) -> Places {
        match place.checked_sub(REGISTERS) {
            Some(slot) => self.overlaps[slot as usize].1,
            None => 1 << place,
        }
    }
}
