//! The picture of what waits for what: its layers, and the longest chain of unfinished work.

use std::collections::VecDeque;

/// A task of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GraphNode {
    /// Its size, in halves of a task of medium size.
    pub weight: u32,
    /// Whether it is neither done nor dropped.
    pub is_open: bool,
}

/// Where each task stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphLayout {
    /// The tasks by their layer: each stands behind everything it waits for.
    pub layers: Vec<Vec<usize>>,
    /// The longest chain of open tasks by size, the one to begin with first; empty when no open task waits for another.
    pub chain: Vec<usize>,
    /// The size of that chain, in halves.
    pub weight: u32,
}

/// Lays out tasks; an edge leads from a task to one it waits for, both by their place in `nodes`.
pub fn lay_out(nodes: &[GraphNode], edges: &[(usize, usize)]) -> GraphLayout {
    let mut waits_for: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (task, on) in edges.iter().copied().filter(|(task, on)| *task < nodes.len() && *on < nodes.len()) {
        waits_for[task].push(on);
        waiting[on].push(task);
    }
    let order = in_order(&waits_for, &waiting);
    let mut layer = vec![0; nodes.len()];
    for task in order.iter().copied() {
        layer[task] = waits_for[task].iter().map(|on| layer[*on] + 1).max().unwrap_or(0);
    }
    let mut layers: Vec<Vec<usize>> = Vec::new();
    // The given order of the tasks within a layer, then drawn near to the tasks they wait for.
    let deepest = layer.iter().copied().max().map_or(0, |deepest| deepest + 1);
    for level in 0..deepest {
        let mut tasks: Vec<usize> = (0..nodes.len()).filter(|task| layer[*task] == level).collect();
        if let Some(before) = layers.last() {
            let place = |on: &usize| before.iter().position(|task| task == on);
            tasks.sort_by_key(|task| {
                let places: Vec<usize> = waits_for[*task].iter().filter_map(place).collect();
                (places.iter().sum::<usize>() * 100).checked_div(places.len()).unwrap_or(usize::MAX)
            });
        }
        layers.push(tasks);
    }
    let (chain, weight) = longest(nodes, &waits_for, &order);
    GraphLayout { layers, chain, weight }
}

/// The tasks, each after everything it waits for. What is in a circle comes at the end: there is none, but a picture must not
/// hang on that.
fn in_order(waits_for: &[Vec<usize>], waiting: &[Vec<usize>]) -> Vec<usize> {
    let mut left: Vec<usize> = waits_for.iter().map(Vec::len).collect();
    let mut free: VecDeque<usize> = (0..left.len()).filter(|task| left[*task] == 0).collect();
    let mut order = Vec::with_capacity(left.len());
    while let Some(task) = free.pop_front() {
        order.push(task);
        for next in waiting[task].iter().copied() {
            left[next] -= 1;
            if left[next] == 0 {
                free.push_back(next);
            }
        }
    }
    order.extend((0..left.len()).filter(|task| left[*task] > 0));
    order
}

fn longest(nodes: &[GraphNode], waits_for: &[Vec<usize>], order: &[usize]) -> (Vec<usize>, u32) {
    // For each open task: the size of the longest chain that ends with it, and the task before it in that chain.
    let mut best: Vec<Option<(u32, Option<usize>)>> = vec![None; nodes.len()];
    for task in order.iter().copied().filter(|task| nodes[*task].is_open) {
        let before = waits_for[task]
            .iter()
            .filter_map(|on| best[*on].map(|(weight, _)| (weight, *on)))
            .max_by_key(|(weight, on)| (*weight, std::cmp::Reverse(*on)));
        let weight = nodes[task].weight + before.map_or(0, |(weight, _)| weight);
        best[task] = Some((weight, before.map(|(_, on)| on)));
    }
    let last = (0..nodes.len())
        .filter_map(|task| {
            best[task].filter(|(_, before)| before.is_some()).map(|(weight, _)| (weight, task))
        })
        .max_by_key(|(weight, task)| (*weight, std::cmp::Reverse(*task)));
    let Some((weight, last)) = last else { return (Vec::new(), 0) };
    let mut chain = vec![last];
    while let Some((_, Some(before))) = chain.last().and_then(|task| best[*task]) {
        chain.push(before);
    }
    chain.reverse();
    (chain, weight)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn node(weight: u32, is_open: bool) -> GraphNode {
        GraphNode { weight, is_open }
    }

    #[test]
    fn each_task_stands_behind_what_it_waits_for_and_the_longest_chain_counts_sizes() {
        // 3 waits for 2 and 1, both wait for 0; 2 is large.
        let nodes = [node(2, true), node(1, true), node(4, true), node(2, true), node(4, true)];
        let edges = [(3, 2), (3, 1), (2, 0), (1, 0)];
        let drawn = lay_out(&nodes, &edges);
        assert_eq!(drawn.layers, [vec![0, 4], vec![1, 2], vec![3]]);
        assert_eq!((drawn.chain, drawn.weight), (vec![0, 2, 3], 8));
        // A finished task is no part of a chain of unfinished work.
        let nodes = [node(2, false), node(1, true), node(4, false), node(2, true), node(4, true)];
        assert_eq!(lay_out(&nodes, &edges).chain, [1, 3]);
        assert_eq!(lay_out(&nodes[..1], &[]).chain, Vec::<usize>::new());
        assert_eq!(lay_out(&[], &[]), GraphLayout::default());
    }

    /// The size of the longest chain of open tasks that ends with a task, looked for along every way.
    fn slowly(nodes: &[GraphNode], edges: &[(usize, usize)], task: usize) -> u32 {
        if !nodes[task].is_open {
            return 0;
        }
        let before =
            edges.iter().filter(|(waiting, _)| *waiting == task).map(|(_, on)| slowly(nodes, edges, *on));
        nodes[task].weight + before.max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn no_edge_leads_forward_and_no_chain_is_longer(
            weights in prop::collection::vec((1_u32..5, any::<bool>()), 1..9),
            pairs in prop::collection::vec((0_usize..9, 0_usize..9), 0..20),
        ) {
            let nodes: Vec<GraphNode> = weights.iter().map(|(weight, is_open)| node(*weight, *is_open)).collect();
            let edges: Vec<(usize, usize)> = pairs.into_iter().filter(|(task, on)| on < task && *task < nodes.len()).collect();
            let drawn = lay_out(&nodes, &edges);
            let layer = |task: usize| drawn.layers.iter().position(|layer| layer.contains(&task)).unwrap();
            for (task, on) in &edges {
                prop_assert!(layer(*task) > layer(*on));
            }
            prop_assert_eq!(drawn.layers.iter().map(Vec::len).sum::<usize>(), nodes.len());
            let has_open_edge = edges.iter().any(|(task, on)| nodes[*task].is_open && nodes[*on].is_open);
            prop_assert_eq!(drawn.chain.is_empty(), !has_open_edge);
            for pair in drawn.chain.windows(2) {
                prop_assert!(edges.contains(&(pair[1], pair[0])));
            }
            prop_assert_eq!(drawn.chain.iter().map(|task| nodes[*task].weight).sum::<u32>(), drawn.weight);
            if has_open_edge {
                let ends = (0..nodes.len()).filter(|task| {
                    edges.iter().any(|(waiting, on)| waiting == task && nodes[*on].is_open)
                });
                let longest = ends.map(|task| slowly(&nodes, &edges, task)).max().unwrap_or(0);
                prop_assert_eq!(drawn.weight, longest);
            }
        }

        #[test]
        fn even_a_circle_is_drawn(pairs in prop::collection::vec((0_usize..5, 0_usize..5), 0..12)) {
            let drawn = lay_out(&[node(2, true); 5], &pairs);
            prop_assert_eq!(drawn.layers.iter().map(Vec::len).sum::<usize>(), 5);
        }
    }
}
