//! The steps: nothing is used before it is made, and all that is planned is done, once.

use std::collections::{HashMap, HashSet};

use nsfixture_plan::addr::IfAddr;
use nsfixture_plan::{Interface, Op, Plan, SiteId, Step};

use super::check_each;

/// What has been done so far.
struct World<'p> {
    plan: &'p Plan,
    made: HashSet<SiteId>,
    bridges: HashSet<SiteId>,
    /// Interfaces by place, and the other end of each.
    peers: HashMap<(SiteId, usize), (SiteId, usize)>,
    up: HashSet<(SiteId, usize)>,
    ports: HashSet<(SiteId, usize)>,
    no_link_local: HashSet<(SiteId, usize)>,
    link_local: HashSet<(SiteId, usize)>,
    addrs: HashMap<(SiteId, usize), Vec<IfAddr>>,
    ready: HashSet<(SiteId, usize)>,
    routes: HashSet<(SiteId, usize)>,
    loopbacks: HashSet<SiteId>,
}

impl<'p> World<'p> {
    fn before(plan: &'p Plan) -> Self {
        Self {
            plan,
            made: HashSet::new(),
            bridges: HashSet::new(),
            peers: HashMap::new(),
            up: HashSet::new(),
            ports: HashSet::new(),
            no_link_local: HashSet::new(),
            link_local: HashSet::new(),
            addrs: HashMap::new(),
            ready: HashSet::new(),
            routes: HashSet::new(),
            loopbacks: HashSet::new(),
        }
    }

    fn interface(&self, (at, nth): (SiteId, usize)) -> &'p Interface {
        &self.plan.interfaces(at)[nth]
    }

    /// Makes a veth, of which the first end comes up.
    fn cable(&mut self, here: (SiteId, usize), there: (SiteId, usize)) {
        assert!(self.made.contains(&there.0), "{there:?} is not there yet");
        assert!(self.peers.insert(here, there).is_none(), "{here:?} is made twice");
        assert!(self.peers.insert(there, here).is_none(), "{there:?} is made twice");
        self.up.insert(here);
    }

    fn does(&mut self, &Step { site: at, op }: &Step) {
        if op == Op::Create {
            assert!(self.made.insert(at), "it is made twice");
            assert!(self.peers.is_empty(), "all hosts and switches come first");
            return;
        }
        assert!(self.made.contains(&at), "it is not there yet");
        match op {
            Op::Create => {}
            Op::Loopback => assert!(self.loopbacks.insert(at), "once"),
            Op::Bridge => {
                assert!(matches!(at, SiteId::Switch(_)));
                assert!(self.bridges.insert(at), "it is made twice");
            }
            Op::Cable { cable } => {
                let [here, there] = self.plan.cables[cable].ends;
                assert_eq!(at, here.site, "a cable is made where its first end is");
                if let SiteId::Switch(_) = at {
                    assert!(self.bridges.contains(&at), "the bridge is not there yet");
                    self.ports.insert((at, here.interface));
                }
                self.cable((at, here.interface), (there.site, there.interface));
            }
            Op::Half { cable, end } => {
                let plan = &self.plan.cables[cable];
                let [here, there] = plan.half(end).expect("the cable has an engine in its middle");
                assert_eq!(at, here.site, "the pair is made where its first end is");
                let joined = [here, there].map(|end| (end.site, end.interface));
                let expected = (plan.ends[end].site, plan.ends[end].interface);
                assert!(joined.contains(&expected), "it ends where the cable does");
                if let SiteId::Switch(_) = at {
                    assert!(self.bridges.contains(&at), "the bridge is not there yet");
                    self.ports.insert((at, here.interface));
                }
                self.cable(joined[0], joined[1]);
            }
            Op::NoLinkLocal { interface } => {
                let this = (at, interface);
                assert!(self.peers.contains_key(&this), "it is not there yet");
                assert!(self.interface(this).speaks_ipv6());
                assert!(!self.addrs.contains_key(&this), "it comes before the addresses");
                assert!(self.no_link_local.insert(this), "once");
            }
            Op::Up { interface } if matches!(at, SiteId::Switch(_)) => {
                assert_eq!(interface, 0, "its ports come up when they are made");
                assert!(self.bridges.contains(&at), "it is not there yet");
                let ports = 1..self.plan.interfaces(at).len();
                let ready = |port| self.ready.contains(&(at, port));
                assert!(ports.into_iter().all(ready), "the bridge follows its ports");
                assert!(self.up.insert((at, interface)), "it is up already");
            }
            Op::Up { interface } if at == SiteId::Engine => {
                let this = (at, interface);
                assert!(self.peers.contains_key(&this), "it is not there yet");
                assert!(self.up.insert(this), "it is up already");
            }
            Op::Up { interface } => {
                let this = (at, interface);
                assert!(self.peers.contains_key(&this), "it is not there yet");
                let silent = self.no_link_local.contains(&this);
                assert_eq!(silent, self.interface(this).speaks_ipv6(), "before it comes up");
                assert!(self.up.insert(this), "it is up already");
            }
            Op::Address { interface, addr } => {
                let this = (at, interface);
                assert!(self.up.contains(&this), "an address is added to what is up");
                self.addrs.entry(this).or_default().push(addr);
            }
            Op::LinkLocal { interface } => {
                let this = (at, interface);
                assert!(self.no_link_local.contains(&this));
                assert!(self.link_local.insert(this), "once");
            }
            Op::Ready { interface } => self.is_ready((at, interface)),
            Op::Multicast { interface } | Op::Broadcast { interface } => {
                let SiteId::Node(node) = at else { panic!("a switch has no routes") };
                assert_eq!(self.plan.nodes[node].group_interface, Some(interface));
                assert!(self.ready.contains(&(at, interface)), "routes come last in a host");
            }
            Op::Route { route } => {
                let SiteId::Node(node) = at else { panic!("a switch has no routes") };
                let interfaces = 0..self.plan.nodes[node].interfaces.len();
                let ready = |interface| self.ready.contains(&(at, interface));
                assert!(interfaces.into_iter().all(ready), "routes come last in a host");
                assert!(route < self.plan.nodes[node].routes.len());
                assert!(self.routes.insert((at, route)), "once");
            }
        }
    }

    fn is_ready(&mut self, this: (SiteId, usize)) {
        assert!(self.up.contains(&this), "it is down");
        if let Some(peer) = self.peers.get(&this) {
            assert!(self.up.contains(peer), "its other end is down");
        } else {
            assert!(matches!(this, (SiteId::Switch(_), 0)), "it is not there");
        }
        assert!(self.ready.insert(this), "once");
    }

    fn is_complete(&self) {
        let plan = self.plan;
        for (node, of) in plan.nodes.iter().enumerate() {
            let at = SiteId::Node(node);
            assert!(self.loopbacks.contains(&at), "{at:?} has no loopback");
            for (nth, interface) in of.interfaces.iter().enumerate() {
                let this = (at, nth);
                let mut expected = interface.addrs.clone();
                if interface.speaks_ipv6() {
                    let own = IfAddr::new(interface.link_local().into(), 64);
                    expected.push(own.expect("link-local is unicast"));
                    assert!(self.link_local.contains(&this));
                }
                assert_eq!(self.addrs.get(&this), Some(&expected), "{this:?}");
                assert!(self.ready.contains(&this), "{this:?}");
            }
            let routes = self.routes.iter().filter(|route| route.0 == at).count();
            assert_eq!(routes, of.routes.len());
        }
        for (switch, of) in plan.switches.iter().enumerate() {
            let at = SiteId::Switch(switch);
            assert!((0..of.interfaces.len()).all(|nth| self.ready.contains(&(at, nth))));
            assert_eq!(
                self.ports.iter().filter(|port| port.0 == at).count() + 1,
                of.interfaces.len()
            );
        }
        assert!((0..plan.ports.len()).all(|nth| self.ready.contains(&(SiteId::Engine, nth))));
        let engines = usize::from(!plan.ports.is_empty());
        assert_eq!(self.made.len(), plan.nodes.len() + plan.switches.len() + engines);
    }
}

#[test]
fn everything_is_made_before_it_is_used() {
    check_each(|_, plan| {
        let mut world = World::before(plan);
        for (nth, step) in plan.steps.iter().enumerate() {
            // Print the step at which `does` fails.
            let said = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.does(step)));
            if let Err(panic) = said {
                eprintln!("step {nth}: {step:?}");
                std::panic::resume_unwind(panic);
            }
        }
        world.is_complete();
    });
}
