//! Functions that run often in; out, the same in an order in which those that call each other lie together.
//!
//! From that on of which most runs down, each follows the one that calls it most often, with what lies with either, as
//! long as both are small together (G. Ottoni, B. Maher: Optimizing Function Placement for Large-Scale Data-Center
//! Applications, 2017). What most runs of for its size comes first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::codegen::CompiledFunction;
use crate::plan::Symbol;

/// What is known of a function that ran.
#[derive(Clone, Default)]
pub struct Traffic {
    /// How many bytes of its code ran, each as often as it did.
    pub executed: u64,
    /// Which functions it calls by name, or goes on with, and how often.
    pub calls: Vec<(Symbol, u64)>,
}

/// How large functions are at most that are put together, bytes: half of what a first cache of instructions holds.
const SMALL: usize = 16 << 10;

/// Functions that lie together, by number.
#[derive(Default)]
struct Cluster {
    functions: Vec<usize>,
    len: usize,
    executed: u64,
}

/// The order, by number.
pub(super) fn by_calls(functions: &[CompiledFunction]) -> Vec<usize> {
    let numbers: HashMap<Symbol, usize> =
        functions.iter().enumerate().map(|(number, function)| (function.symbol, number)).collect();
    let traffic = |number: usize| functions[number].traffic.as_ref();
    let executed = |number: usize| traffic(number).map_or(0, |traffic| traffic.executed);
    // By function: how often the one calls it that does most often, and which that is.
    let mut callers: Vec<Option<(u64, usize)>> = vec![None; functions.len()];
    for caller in 0..functions.len() {
        let mut calls: BTreeMap<usize, u64> = BTreeMap::new();
        for (callee, runs) in traffic(caller).into_iter().flat_map(|traffic| &traffic.calls) {
            if let Some(callee) = numbers.get(callee) {
                let together = calls.entry(*callee).or_default();
                *together = together.saturating_add(*runs);
            }
        }
        for (callee, runs) in calls.into_iter().filter(|(callee, runs)| *callee != caller && *runs > 0) {
            if callers[callee].is_none_or(|(most, _)| most < runs) {
                callers[callee] = Some((runs, caller));
            }
        }
    }
    let mut clusters: Vec<Cluster> = functions
        .iter()
        .enumerate()
        .map(|(number, function)| Cluster {
            functions: vec![number],
            len: function.code.len(),
            executed: executed(number),
        })
        .collect();
    let mut cluster_of: Vec<usize> = (0..functions.len()).collect();
    let mut hottest: Vec<usize> = (0..functions.len()).collect();
    hottest.sort_by_key(|number| Reverse(executed(*number)));
    for number in hottest {
        let Some((_, caller)) = callers[number] else { continue };
        let (first, second) = (cluster_of[caller], cluster_of[number]);
        if first == second || clusters[first].len + clusters[second].len > SMALL {
            continue;
        }
        let Cluster { functions, len, executed } = std::mem::take(&mut clusters[second]);
        functions.iter().for_each(|function| cluster_of[*function] = first);
        clusters[first].functions.extend(functions);
        clusters[first].len += len;
        clusters[first].executed = clusters[first].executed.saturating_add(executed);
    }
    let density = |cluster: &Cluster| cluster.executed / cluster.len.max(1) as u64;
    clusters.sort_by_key(|cluster| Reverse(density(cluster)));
    clusters.into_iter().flat_map(|cluster| cluster.functions).collect()
}

#[cfg(test)]
mod tests {
    use super::{SMALL, Traffic, by_calls};
    use crate::codegen::CompiledFunction;
    use crate::plan::Symbol;

    /// A function of so many bytes, of which so many ran, that calls these so often.
    fn function(index: u32, len: usize, executed: u64, calls: &[(u32, u64)]) -> CompiledFunction {
        let calls = calls.iter().map(|(callee, runs)| (Symbol::Function(*callee), *runs)).collect();
        CompiledFunction {
            traffic: Some(Traffic { executed, calls }),
            ..CompiledFunction::new(Symbol::Function(index), vec![0; len])
        }
    }

    #[test]
    fn functions_should_follow_the_one_that_calls_them_most_often() {
        // The last is called more often by 0 together than by 1, and is most of what runs.
        let functions = [
            function(0, 100, 1000, &[(3, 30), (3, 30)]),
            function(1, 100, 3000, &[(3, 50), (9, 100)]),
            function(2, 100, 100, &[]),
            function(3, 100, 9000, &[(3, 1000)]),
        ];
        assert_eq!(by_calls(&functions), [0, 3, 1, 2]);
    }

    #[test]
    fn what_is_large_together_should_stay_apart() {
        let functions = [function(0, SMALL, 10, &[(1, 9)]), function(1, 1, 1000, &[])];
        assert_eq!(by_calls(&functions), [1, 0]);
    }
}
