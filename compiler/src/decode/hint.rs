//! Hints on branches: from the custom section `metadata.code.branch_hint`
//! (<https://github.com/WebAssembly/branch-hinting>).

use std::collections::{BTreeMap, HashMap};

use wasmparser::BranchHintSectionReader;

use super::Body;

/// Which branches of a module are likely.
#[derive(Default)]
pub struct BranchHints {
    /// By the branch's offset in the module: whether its condition is likely not zero.
    likely: BTreeMap<u32, bool>,
}

/// What a section says, by function: how far from the start of its body a branch is, and whether it is likely.
pub(super) type Section = HashMap<u32, Vec<(u32, bool)>>;

/// Takes in the hints of a section; what is malformed in it is left out, as the specification says custom sections
/// must not make a module invalid.
pub(super) fn read_section(section: &mut Section, reader: BranchHintSectionReader<'_>) {
    for function in reader.into_iter().map_while(Result::ok) {
        let hints = function.hints.into_iter().map_while(Result::ok);
        let hints = hints.map(|hint| (hint.func_offset, hint.taken));
        section.entry(function.func).or_default().extend(hints);
    }
}

impl BranchHints {
    /// The hints of a section on functions with these bodies, the first of which is `first`.
    pub(super) fn new(section: &Section, bodies: &[Body<'_>], first: u32) -> BranchHints {
        let mut likely = BTreeMap::new();
        for (function, hints) in section {
            let body = function.checked_sub(first).and_then(|index| bodies.get(index as usize));
            let Some(range) = body.map(|body| body.code.range()) else { continue };
            let at = |offset: u32| {
                let offset = range.start + u64::from(offset);
                u32::try_from(offset).ok().filter(|_| range.contains(&offset))
            };
            likely.extend(hints.iter().filter_map(|(offset, is_likely)| Some((at(*offset)?, *is_likely))));
        }
        BranchHints { likely }
    }

    /// Whether the condition of the branch at this offset of the module is likely not zero; none if there is no hint.
    pub fn is_likely(&self, offset: u32) -> Option<bool> {
        self.likely.get(&offset).copied()
    }

    /// The hints on branches at offsets from `start` to `end`.
    pub fn within(&self, start: u32, end: u32) -> impl Iterator<Item = (u32, bool)> {
        self.likely.range(start..end).map(|(offset, is_likely)| (*offset, *is_likely))
    }
}
