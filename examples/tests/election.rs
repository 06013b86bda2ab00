//! Three nodes elect a leader, as in Raft but without a log, and survive partitions.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::net::{IpAddr, UdpSocket};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Weak};
use std::thread;
use std::time::{Duration, Instant};

use nsfixture::prelude::*;

const PORT: u16 = 7000;
const NAMES: [&str; 3] = ["n1", "n2", "n3"];
const HEARTBEAT: Duration = Duration::from_millis(50);

/// A message, always with the term of its sender.
#[derive(Clone, Copy)]
enum Message {
    Heartbeat,
    VoteForMe,
    Vote,
}

use Message::{Heartbeat, Vote, VoteForMe};

/// What a node believes: the leader of a term.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct View {
    term: u64,
    leader: Option<usize>,
}

/// The views of all nodes, for the test to wait for. The nodes run as long as it exists.
#[derive(Default)]
struct Board {
    views: Mutex<[View; 3]>,
    changed: Condvar,
}

impl Board {
    /// Waits until these nodes follow one of them, other than `not`, in a term after this one. Returns it and its term.
    #[track_caller]
    fn wait_for_leader(&self, nodes: &[usize], after: u64, not: Option<usize>) -> (usize, u64) {
        let agreed = |views: &[View; 3]| {
            let View { term, leader } = views[nodes[0]];
            let leader = leader.filter(|leader| nodes.contains(leader) && not != Some(*leader))?;
            let all_agree = nodes.iter().all(|&node| views[node] == views[nodes[0]]);
            (all_agree && term > after).then_some((leader, term))
        };
        let waiting = |views: &mut [View; 3]| agreed(views).is_none();
        let (views, _) = self
            .changed
            .wait_timeout_while(self.views(), Duration::from_secs(30), waiting)
            .expect("no node panics");
        agreed(&views).unwrap_or_else(|| panic!("nodes {nodes:?} do not agree: {views:?}"))
    }

    fn views(&self) -> MutexGuard<'_, [View; 3]> {
        self.views.lock().expect("no node panics")
    }
}

struct Member {
    id: usize,
    socket: UdpSocket,
    peers: [IpAddr; 3],
    view: View,
    /// The term in which this node has voted last.
    voted: u64,
    votes: [bool; 3],
    /// When to send a heartbeat, or to become a candidate.
    timer: Instant,
}

impl Member {
    fn run(mut self, board: &Weak<Board>) {
        while let Some(board) = board.upgrade() {
            let wait = self.timer.saturating_duration_since(Instant::now());
            let timeout = Some(wait.max(Duration::from_millis(1)));
            self.socket.set_read_timeout(timeout).expect("a timeout that is not zero");
            match self.receive() {
                Some((from, term, message)) => self.on_message(from, term, message),
                None if Instant::now() < self.timer => continue,
                None if self.view.leader == Some(self.id) => self.lead(),
                None => self.stand_for_election(),
            }
            board.views()[self.id] = self.view;
            board.changed.notify_all();
        }
    }

    fn on_message(&mut self, from: usize, term: u64, message: Message) {
        if term > self.view.term {
            self.view = View { term, leader: None };
        }
        if term < self.view.term {
            return;
        }
        match message {
            Heartbeat => {
                self.view.leader = Some(from);
                self.wait_for_heartbeats();
            }
            VoteForMe if self.voted < term => {
                self.voted = term;
                self.send(from, Vote);
                self.wait_for_heartbeats();
            }
            VoteForMe => {}
            Vote => {
                self.votes[from] = true;
                let count = self.votes.iter().filter(|vote| **vote).count();
                if self.view.leader.is_none() && self.voted == term && count >= 2 {
                    self.view.leader = Some(self.id);
                    self.lead();
                }
            }
        }
    }

    fn stand_for_election(&mut self) {
        self.view = View { term: self.view.term + 1, leader: None };
        self.voted = self.view.term;
        self.votes = [false; 3];
        self.votes[self.id] = true;
        self.broadcast(VoteForMe);
        self.wait_for_heartbeats();
    }

    fn lead(&mut self) {
        self.broadcast(Heartbeat);
        self.timer = Instant::now() + HEARTBEAT;
    }

    /// The timeout is random, so that candidates do not compete again and again.
    fn wait_for_heartbeats(&mut self) {
        let random = RandomState::new().build_hasher().finish() % 300;
        self.timer = Instant::now() + 5 * HEARTBEAT + Duration::from_millis(random);
    }

    fn broadcast(&self, message: Message) {
        for to in (0..3).filter(|&to| to != self.id) {
            self.send(to, message);
        }
    }

    fn send(&self, to: usize, message: Message) {
        let mut datagram = [self.id as u8, message as u8, 0, 0, 0, 0, 0, 0, 0, 0];
        datagram[2..].copy_from_slice(&self.view.term.to_be_bytes());
        // A host that cannot be reached is like one that does not answer.
        let _ = self.socket.send_to(&datagram, (self.peers[to], PORT));
    }

    fn receive(&self) -> Option<(usize, u64, Message)> {
        let mut datagram = [0; 10];
        self.socket.recv(&mut datagram).ok()?;
        let term = u64::from_be_bytes(datagram[2..].try_into().expect("eight bytes"));
        let message = [Heartbeat, VoteForMe, Vote][usize::from(datagram[1])];
        Some((usize::from(datagram[0]), term, message))
    }
}

/// Starts a node in each host.
fn start(net: &Net) -> Arc<Board> {
    let board = Arc::new(Board::default());
    let peers = NAMES.map(|name| net.node(name).ipv4().into());
    for (id, name) in NAMES.into_iter().enumerate() {
        let socket = net.node(name).run(|| UdpSocket::bind((peers[id], PORT)));
        let socket = socket.expect("a free port");
        let (view, timer) = (View::default(), Instant::now());
        let mut member = Member { id, socket, peers, view, voted: 0, votes: [false; 3], timer };
        member.wait_for_heartbeats();
        let board = Arc::downgrade(&board);
        thread::spawn(move || member.run(&board));
    }
    board
}

#[ns_test(lan(n1, n2, n3), faults)]
fn the_majority_elects_another_leader(net: Net) -> Result<(), nsfixture::Error> {
    let board = start(&net);
    let (leader, term) = board.wait_for_leader(&[0, 1, 2], 0, None);

    net.isolate(NAMES[leader])?;
    let majority = [(leader + 1) % 3, (leader + 2) % 3];
    let (_, term) = board.wait_for_leader(&majority, term, None);

    net.heal()?;
    board.wait_for_leader(&[0, 1, 2], term - 1, None);
    Ok(())
}

#[ns_test(lan(n1, n2, n3), faults)]
fn a_leader_that_is_not_heard_is_replaced(net: Net) -> Result<(), nsfixture::Error> {
    let board = start(&net);
    let (leader, term) = board.wait_for_leader(&[0, 1, 2], 0, None);

    // The leader still receives what this follower sends.
    net.partition_oneway(NAMES[leader], NAMES[(leader + 1) % 3])?;
    let (_, term) = board.wait_for_leader(&[0, 1, 2], term, Some(leader));

    net.heal()?;
    board.wait_for_leader(&[0, 1, 2], term - 1, None);
    Ok(())
}
