//! Instances and steps in, groups of instances that imports connect out: each one program.

use super::script::{Instance, Step};

/// Instances that imports connect, and what is done with them.
#[derive(Default)]
pub struct Group {
    /// In the order of instantiation; imports are not looked at any more.
    pub instances: Vec<Instance>,
    /// Their steps, with indexes into `instances`.
    pub steps: Vec<Step>,
}

/// Splits a script's instances and steps, keeping both in order.
pub fn split(instances: Vec<Instance>, steps: Vec<Step>) -> Vec<Group> {
    let roots = roots(&instances);
    let mut groups: Vec<Group> = Vec::new();
    // Of each root, the index of its group; of each instance, its index in the group.
    let mut group_of = vec![None; instances.len()];
    let mut place = Vec::with_capacity(instances.len());
    for (index, instance) in instances.into_iter().enumerate() {
        let group = *group_of[roots[index]].get_or_insert_with(|| {
            groups.push(Group::default());
            groups.len() - 1
        });
        place.push((group, groups[group].instances.len()));
        groups[group].instances.push(instance);
    }
    for mut step in steps {
        let (group, index) = place[step.instance];
        step.instance = index;
        groups[group].steps.push(step);
    }
    groups
}

/// For each instance, the first of those it is connected with.
fn roots(instances: &[Instance]) -> Vec<usize> {
    let mut roots: Vec<usize> = (0..instances.len()).collect();
    for (index, instance) in instances.iter().enumerate() {
        for &import in &instance.imports {
            let (from, to) = (roots[index].max(roots[import]), roots[index].min(roots[import]));
            for root in &mut roots {
                if *root == from {
                    *root = to;
                }
            }
        }
    }
    roots
}
