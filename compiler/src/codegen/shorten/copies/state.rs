//! Which places hold the same, somewhere in a function.

use super::block::Step;
use super::place::{Effects, MOST, Places, bits};

/// Which places hold the same.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// By place: the first one that holds the same, which may be itself.
    first: [u8; MOST as usize],
    /// Those that share with another.
    shared: Places,
}

impl State {
    /// No two of them.
    pub(super) const NONE: State = {
        let mut first = [0; MOST as usize];
        let mut place = 0;
        while place < first.len() {
            first[place] = place as u8;
            place += 1;
        }
        State { first, shared: 0 }
    };

    pub(super) fn holds_same(&self, a: u32, b: u32) -> bool {
        self.first[a as usize] == self.first[b as usize]
    }

    pub(super) fn pass(&mut self, step: &Step, effects: &Effects) {
        match step {
            Step::Copy { to, from, .. } if self.holds_same(*to, *from) => {}
            Step::Copy { to, from, .. } => {
                self.change(effects.of_writing(*to));
                self.join(*to, *from);
            }
            Step::Change(change) => self.change(change.places),
            Step::Read { .. } => {}
            Step::Write { places, .. } => self.change(*places),
            Step::Call => self.change(effects.calls),
        }
    }

    /// Forgets what these places hold.
    fn change(&mut self, places: Places) {
        let mut left = places & self.shared;
        while left != 0 {
            self.leave(left.trailing_zeros());
            left &= left - 1;
            left &= self.shared;
        }
    }

    /// Takes a place from those that it holds the same as.
    fn leave(&mut self, place: u32) {
        let old = self.first[place as usize];
        self.first[place as usize] = place as u8;
        self.shared &= !(1 << place);
        let others = self.sharing(old);
        if others.is_power_of_two() {
            self.shared &= !others;
        }
        self.name(others, others.trailing_zeros());
    }

    /// Puts a place that is by itself to those that hold the same as `from`.
    fn join(&mut self, place: u32, from: u32) {
        let old = self.first[from as usize];
        self.first[place as usize] = old;
        self.shared |= 1 << place | 1 << from;
        if place < old.into() {
            self.name(self.sharing(old), place);
        }
    }

    /// Those that hold the same as `first`, the first of them.
    fn sharing(&self, first: u8) -> Places {
        let sharing = bits(self.shared).filter(|place| self.first[*place as usize] == first);
        sharing.fold(0, |places, place| places | 1 << place)
    }

    /// Notes that `first` is the first of places that hold the same.
    fn name(&mut self, places: Places, first: u32) {
        bits(places).for_each(|place| self.first[place as usize] = first as u8);
    }

    /// Keeps what holds in `other`, too; whether that is less.
    pub(super) fn meet(&mut self, other: &State) -> bool {
        if bits(self.shared).all(|place| other.holds_same(place, self.first[place as usize].into())) {
            return false;
        }
        let mut met = State::NONE;
        let both = self.shared & other.shared;
        for place in bits(both) {
            let (a, b) = (self.first[place as usize], other.first[place as usize]);
            // Both lists name the first, so one before it cannot be the same in both.
            let earlier = bits(both).take_while(|earlier| *earlier < place);
            let same = earlier
                .filter(|earlier| *earlier >= a.max(b).into())
                .find(|earlier| self.first[*earlier as usize] == a && other.first[*earlier as usize] == b);
            if let Some(same) = same {
                met.first[place as usize] = met.first[same as usize];
                met.shared |= 1 << place | 1 << same;
            }
        }
        *self = met;
        true
    }
}
