//! One direction between two servers (PROTOCOL §2.4), as small as possible: a numbered log, an unreliable network, and
//! a reader that reads in order.

use std::collections::BTreeSet;

pub(super) struct ModelChannel<M> {
    /// All messages ever sent, in order.
    pub log: Vec<M>,
    /// Numbers of the messages under way, in any order, perhaps twice.
    wire: Vec<usize>,
    /// Arrived ahead of its turn.
    held: BTreeSet<usize>,
    /// The number of messages read: the reader's acknowledgement.
    read: usize,
}

impl<M: Clone> ModelChannel<M> {
    pub fn new() -> Self {
        Self { log: Vec::new(), wire: Vec::new(), held: BTreeSet::new(), read: 0 }
    }

    pub fn send(&mut self, message: M) {
        self.wire.push(self.log.len());
        self.log.push(message);
    }

    pub fn in_flight(&self) -> usize {
        self.wire.len()
    }

    pub fn lose(&mut self, packet: usize) {
        self.wire.swap_remove(packet);
    }

    pub fn duplicate(&mut self, packet: usize) {
        self.wire.push(self.wire[packet]);
    }

    pub fn retransmit(&mut self) {
        self.wire.extend(self.read..self.log.len());
    }

    /// One packet arrives. The result are the messages that can be read now, in order and once.
    pub fn arrive(&mut self, packet: usize) -> Vec<M> {
        let number = self.wire.swap_remove(packet);
        if number >= self.read {
            self.held.insert(number);
        }
        let mut readable = Vec::new();
        while self.held.remove(&self.read) {
            readable.push(self.log[self.read].clone());
            self.read += 1;
        }
        readable
    }

    pub fn is_drained(&self) -> bool {
        self.read == self.log.len()
    }
}
