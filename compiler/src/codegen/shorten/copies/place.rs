//! Where values are: registers, and slots of the frame, each with its number.

use std::collections::HashMap;
use std::ops::Range;

use iced_x86::Register;

use super::block::Step;
use super::{Calls, Numbers};

/// Places: sixteen registers of each kind, and the first slots that are found.
pub(super) const REGISTERS: u32 = 32;
pub(super) const MOST: u32 = Places::BITS;

/// A set of places, a bit for each.
pub(super) type Places = u128;

/// The registers of numbers in which arguments of a call, and results of a function, may be by the System V convention:
/// rcx, rdx, rsi, rdi, r8, r9, and rax and rdx.
pub(super) const ARGUMENTS: Places = 0x3c6;
pub(super) const RESULTS: Places = 0x5;
pub(super) const ALL_NUMBERS: Places = 0xffff;

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

pub(super) fn is_register(place: u32) -> bool {
    place < REGISTERS
}

/// The bit of a register of numbers.
pub(super) fn number(place: u32) -> Option<u16> {
    1u16.checked_shl(place)
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
pub(super) struct Slots {
    slots: Vec<Slot>,
    numbers: HashMap<Slot, u32>,
    /// How many places there are at most, with the registers.
    most: u32,
}

impl Slots {
    /// None, with room for so many places, with the registers.
    pub(super) fn new(most: u32) -> Slots {
        Slots { slots: Vec::new(), numbers: HashMap::new(), most }
    }

    /// The slot that is a place, if that is one.
    pub(super) fn get(&self, place: u32) -> Option<&Slot> {
        self.slots.get(place.checked_sub(REGISTERS)? as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter()
    }

    /// The place that is this slot, if there is room for another.
    pub(super) fn place(&mut self, slot: Slot) -> Option<u32> {
        if let Some(place) = self.numbers.get(&slot) {
            return Some(*place);
        }
        let place = REGISTERS + self.slots.len() as u32;
        if place >= self.most {
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
    /// The registers of numbers that may be arguments of calls, and results of the function; and of these, those whose
    /// upper halves may be of use.
    pub(super) arguments: Places,
    pub(super) results: Places,
    pub(super) wide_arguments: Places,
    pub(super) wide_results: Places,
}

impl Effects {
    /// Those of these steps, in a function whose calls are such; notes the places that are parts of the frame.
    pub(super) fn of(slots: &Slots, steps: &mut [Step], calls: Calls, numbers: Numbers) -> Effects {
        let (registers, arguments, results) = match calls {
            Calls::KeepSaved | Calls::Missing => (CHANGED_BY_CALLS, ARGUMENTS, RESULTS),
            // A call may be the last that a function does.
            Calls::KeepNone => (ALL_REGISTERS, ALL_NUMBERS, ALL_NUMBERS),
        };
        let results = if numbers.usual_results { results } else { ALL_NUMBERS };
        let results = if numbers.goes_on { results | arguments } else { results };
        // Slots that nothing loads may be arguments of calls, which are the callee's then.
        let loaded = steps.iter().fold(0, |places, step| match step {
            Step::Copy { from, .. } => places | 1 << from,
            _ => places,
        });
        // And where they keep nothing, what is loaded may be results.
        let kept = if calls == Calls::KeepNone { 0 } else { loaded };
        // What is behind may be a function that is called last.
        let is_wide_behind =
            numbers.wide_results || (numbers.goes_on || calls == Calls::KeepNone) && numbers.wide_arguments;
        let calls = registers | !ALL_REGISTERS & !kept;
        let mut effects = Effects {
            overlaps: Vec::new(),
            calls,
            arguments,
            results,
            wide_arguments: if numbers.wide_arguments { arguments } else { 0 },
            wide_results: if is_wide_behind { results } else { 0 },
        };
        effects.overlaps = slots.iter().map(|slot| (slot.clone(), 0)).collect();
        for number in 0..effects.overlaps.len() {
            effects.overlaps[number].1 = effects.of_part(&effects.overlaps[number].0);
        }
        for step in steps {
            if let Step::Read { part, places, .. } | Step::Write { part, places, .. } = step {
                *places = effects.of_part(part);
            }
        }
        effects
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.overlaps.iter().map(|(slot, _)| slot)
    }

    /// Where the slot lies that is a place.
    pub(super) fn slot(&self, place: u32) -> &Slot {
        &self.overlaps[(place - REGISTERS) as usize].0
    }

    /// The slots that overlap with this part of the frame.
    fn of_part(&self, slot: &Slot) -> Places {
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
