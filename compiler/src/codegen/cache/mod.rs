//! A program in; out, the code of those of its functions that an earlier build compiled from the
//! same bytes and facts, and a file with the code of all of them for the next build.
//!
//! One file holds the functions of one build. It is written beside its place and renamed, so builds
//! at the same time do not disturb each other: the last one's file stays. Each function is checked by
//! its digest, and what does not match is compiled again.

mod entry;
mod key;
mod pack;

use std::io;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::CompiledFunction;
use crate::plan::{Plan, Symbol};
use crate::request::{Emit, Request};
use key::Keys;
use pack::Pack;

/// What a function's code follows from: SHA-256.
type Key = [u8; 32];

/// The code of an earlier build.
pub(super) struct Cache<'p> {
    plan: &'p Plan<'p>,
    path: &'p Path,
    keys: Keys<'p>,
    pack: Pack,
}

impl<'p> Cache<'p> {
    /// Opens the file, if the request names one; one that is not there or not whole is empty.
    pub(super) fn open(plan: &'p Plan<'p>, request: &'p Request<'_>) -> Option<Self> {
        let path = request.cache.as_deref().filter(|_| request.options.emit == Emit::Object)?;
        Some(Cache { plan, path, keys: Keys::new(plan, request), pack: Pack::read(path).unwrap_or_default() })
    }

    /// The code of a function, if it is there.
    pub(super) fn find(&self, symbol: Symbol) -> Option<CompiledFunction> {
        let Symbol::Function(index) = symbol else { return None };
        let bytes = self.pack.find(&self.keys.of(index))?;
        entry::decode(bytes, self.plan, index)
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &'p Path {
        self.path
    }

    /// Keeps the code of these functions, and of no others, for the next build.
    pub(super) fn keep(&self, functions: &[CompiledFunction]) -> io::Result<()> {
        let entries = functions.par_iter().filter_map(|function| {
            let Symbol::Function(index) = function.symbol else { return None };
            Some((self.keys.of(index), entry::encode(function, self.plan, index)?))
        });
        pack::write(self.path, &entries.collect::<Vec<_>>())
    }
}
