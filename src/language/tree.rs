//! Arc scores → the best tree with one root.

/// Heads of the best tree. `scores[d * (n + 1) + h]`: how well word `d` hangs on `h`, where 0 is the root and
/// `h` is word `h − 1`. Each word's own column is ignored. Returns the head of each word in the same numbering.
///
/// The best head of every word is kept where that is a tree with a single root; elsewhere the maximum spanning
/// arborescence (Chu & Liu 1965, Edmonds 1967) is taken.
#[must_use]
pub fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n == 0 || scores.len() < n * (n + 1) {
        return Vec::new();
    }
    let greedy: Vec<usize> = (0..n).map(|d| best_head(&scores[d * (n + 1)..][..=n], d + 1)).collect();
    if greedy.iter().filter(|h| **h == 0).count() == 1 && cycle(&with_root(&greedy)).is_none() {
        return greedy;
    }
    let bounds = scores.iter().fold((0.0_f64, 0.0_f64), |(low, high), s| (low.min(f64::from(*s)), high.max(f64::from(*s))));
    let penalty = 1.0 + (bounds.1 - bounds.0) * n as f64;
    // A root costs more than all else together can win back, so the best tree has the fewest roots: one.
    let mut arcs = vec![vec![f64::NEG_INFINITY; n + 1]; n + 1];
    for d in 0..n {
        for (arc, score) in arcs[d + 1].iter_mut().zip(&scores[d * (n + 1)..]) {
            *arc = f64::from(*score);
        }
        arcs[d + 1][d + 1] = f64::NEG_INFINITY;
        arcs[d + 1][0] -= penalty;
    }
    arborescence(arcs)[1..].to_vec()
}

fn best_head<S: PartialOrd>(row: &[S], own: usize) -> usize {
    let mut best = usize::from(own == 0);
    for (h, score) in row.iter().enumerate() {
        if h != own && *score > row[best] {
            best = h;
        }
    }
    best
}

fn with_root(heads: &[usize]) -> Vec<usize> {
    std::iter::once(0).chain(heads.iter().copied()).collect()
}

/// A cycle of `heads`, whose node 0 is the root.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut found = vec![at];
            let mut next = heads[at];
            while next != at {
                found.push(next);
                next = heads[next];
            }
            return Some(found);
        }
    }
    None
}

/// Heads of the maximum spanning arborescence from node 0; `arcs[d][h]`. Each round contracts one cycle.
fn arborescence(arcs: Vec<Vec<f64>>) -> Vec<usize> {
    let size = arcs.len();
    let mut heads: Vec<usize> = (0..size).map(|d| if d == 0 { 0 } else { best_head(&arcs[d], d) }).collect();
    let Some(ring) = cycle(&heads) else { return heads };
    let inside: Vec<bool> = (0..size).map(|v| ring.contains(&v)).collect();
    // The outer nodes keep their order; the ring becomes the last node.
    let outer: Vec<usize> = (0..size).filter(|v| !inside[*v]).collect();
    let ring_node = outer.len();
    let mut smaller = vec![vec![f64::NEG_INFINITY; ring_node + 1]; ring_node + 1];
    let mut enters = vec![0; ring_node]; // for each outer node, where an arc from it enters the ring
    let mut leaves = vec![0; ring_node]; // and where the ring's best arc to it leaves
    for (o, &v) in outer.iter().enumerate() {
        for (p, &w) in outer.iter().enumerate() {
            smaller[o][p] = arcs[v][w];
        }
        for &r in &ring {
            let gain = arcs[r][v] - arcs[r][heads[r]];
            if gain > smaller[ring_node][o] {
                smaller[ring_node][o] = gain;
                enters[o] = r;
            }
            if arcs[v][r] > smaller[o][ring_node] {
                smaller[o][ring_node] = arcs[v][r];
                leaves[o] = r;
            }
        }
    }
    drop(arcs); // of many rounds only the last needs its scores
    let solved = arborescence(smaller);
    for (o, &v) in outer.iter().enumerate().skip(1) {
        heads[v] = if solved[o] == ring_node { leaves[o] } else { outer[solved[o]] };
    }
    let from = solved[ring_node];
    heads[enters[from]] = outer[from];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `heads` is a tree with one root.
    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|h| **h == 0).count() == 1 && cycle(&with_root(heads)).is_none()
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(d, h)| scores[d * (heads.len() + 1) + h]).sum()
    }

    /// The best tree by trying all of them.
    fn exhaustive(scores: &[f32], n: usize) -> f32 {
        (0..(n + 1).pow(u32::try_from(n).expect("small")))
            .filter_map(|code| {
                let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(u32::try_from(d).expect("small")) % (n + 1)).collect();
                let own = heads.iter().enumerate().any(|(d, h)| *h == d + 1);
                (!own && is_tree(&heads)).then(|| total(scores, &heads))
            })
            .fold(f32::MIN, f32::max)
    }

    #[test]
    fn equals_the_best_of_all_trees() {
        let mut seed = 1_u32;
        for n in 1..=5 {
            for _ in 0..200 {
                let scores: Vec<f32> = (0..n * (n + 1))
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        f32::from(u16::try_from(seed >> 20).expect("twelve bits")) / 64.0
                    })
                    .collect();
                let heads = best_tree(&scores, n);
                assert!(is_tree(&heads), "{heads:?}");
                assert!((total(&scores, &heads) - exhaustive(&scores, n)).abs() < 1e-2, "{heads:?} {scores:?}");
            }
        }
    }

    #[test]
    fn odd_sizes() {
        assert!(best_tree(&[], 0).is_empty());
        assert_eq!(best_tree(&[0.0, 0.0], 1), [0]);
        let n = 300;
        assert!(is_tree(&best_tree(&vec![0.0; n * (n + 1)], n)));
    }
}
