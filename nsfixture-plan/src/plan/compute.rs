//! From a topology to its plan.

use super::allocate::{self, Allocated};
use super::fault::FaultPlan;
use super::graph::Graph;
use super::model::{
    CableEnd, CablePlan, HostEnd, Interface, LanPlan, LinkPlan, NodePlan, SiteId, SwitchPlan,
};
use super::step::Step;
use super::{check, hosts, matched_hosts, routes, steps};
use crate::impairment::Impairment;
use crate::matcher::Matcher;
use crate::problem::Problems;
use crate::topology::{Faults, Rule, Topology};

/// The plan of a [`Topology`]: it is valid, and only the kernel can refuse it.
///
/// The same topology leads to the same plan in every run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The hosts, in the order in which they were first named.
    pub nodes: Vec<NodePlan>,
    /// The switches, one for each LAN.
    pub switches: Vec<SwitchPlan>,
    /// The cables of all links and LANs.
    pub cables: Vec<CablePlan>,
    /// The ports of the engine; there is one if some cable can be impaired.
    pub ports: Vec<Interface>,
    /// The links, in the order in which they were added.
    pub links: Vec<LinkPlan>,
    /// The LANs, in the order in which they were added.
    pub lans: Vec<LanPlan>,
    /// The steps that create the network, in order.
    pub steps: Vec<Step>,
    /// The seed asked for, of what happens to packets by chance.
    pub seed: Option<u64>,
    /// The faults that begin and end by themselves, in the order in which they were added.
    pub faults: Vec<FaultPlan>,
}

impl Plan {
    /// Computes the plan of a topology.
    ///
    /// # Errors
    /// Returns everything that is wrong with the topology.
    ///
    /// ```
    /// use nsfixture_plan::{Plan, Topology};
    ///
    /// let plan = Plan::new(&Topology::new().link(("client", "server")))?;
    /// let server = &plan.nodes[1];
    /// let addrs: Vec<String> = server.addrs().map(|addr| addr.to_string()).collect();
    /// assert_eq!(addrs, ["10.0.0.2/24", "fd00:0:0:1::2/64"]);
    ///
    /// let wrong = Plan::new(&Topology::new().link((("a", "10.0.0.1"), "b"))).unwrap_err();
    /// assert!(wrong.to_string().contains("`10.0.0.1/24`"));
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    pub fn new(topology: &Topology) -> Result<Self, Problems> {
        let mut checked = check::check(topology)?;
        let mut faults = std::mem::take(&mut checked.faults);
        let Allocated { mut nodes, switches, mut cables, ports, links, lans, routers, segments } =
            allocate::allocate(checked)?;
        matched_hosts::resolve_all(&nodes, &mut cables);
        matched_hosts::resolve_in(&nodes, &mut faults);
        let graph = Graph::new(&nodes, &segments, &routers);
        routes::compute(&mut nodes, &graph);
        hosts::assign(&mut nodes, &graph);
        let steps = steps::order(&nodes, &switches, &cables);
        let seed = topology.seed;
        Ok(Self { nodes, switches, cables, ports, links, lans, steps, seed, faults })
    }

    /// Gives the hosts that the rules of an impairment name their addresses.
    #[doc(hidden)]
    pub fn resolve(&self, impairment: &mut Impairment) {
        matched_hosts::resolve(&self.nodes, &mut impairment.rules);
    }

    /// Returns which packets a rule matches, whatever its faults are.
    ///
    /// # Errors
    /// Returns everything that is wrong with the rule, each with its key.
    #[doc(hidden)]
    pub fn matcher(&self, rule: &Rule) -> Result<Matcher, Problems> {
        let hosts: Vec<&str> = self.nodes.iter().map(|node| node.name.as_str()).collect();
        // A rule needs a fault; with this one, which it may have, it is checked like any other.
        let faults = Faults::new().rule(rule.clone().drop_every(1));
        let [mut impairment, _] = faults.check_link(Some(&hosts), true)?;
        self.resolve(&mut impairment);
        Ok(impairment.rules.remove(0).matcher)
    }

    /// Returns the interfaces of a site: those of the engine are its ports.
    ///
    /// # Panics
    /// Panics if the site is not part of this plan.
    pub fn interfaces(&self, site: SiteId) -> &[Interface] {
        match site {
            SiteId::Node(node) => &self.nodes[node].interfaces,
            SiteId::Switch(switch) => &self.switches[switch].interfaces,
            SiteId::Engine => &self.ports,
        }
    }

    /// Returns the interface at one end of a cable.
    ///
    /// # Panics
    /// Panics if the end is not part of this plan.
    pub fn interface(&self, end: impl Into<CableEnd>) -> &Interface {
        let CableEnd { site, interface } = end.into();
        &self.interfaces(site)[interface]
    }

    /// Returns the name of a host, of the LAN that a switch belongs to, or `engine`.
    ///
    /// # Panics
    /// Panics if the site is not part of this plan.
    pub fn name(&self, site: SiteId) -> &str {
        match site {
            SiteId::Node(node) => self.nodes[node].name.as_str(),
            SiteId::Switch(switch) => &self.switches[switch].name,
            SiteId::Engine => "engine",
        }
    }

    /// Returns the name of a cable: that of its link, or `LAN/HOST`.
    ///
    /// # Panics
    /// Panics if the cable is not part of this plan.
    pub fn cable_name(&self, cable: usize) -> String {
        if let Some(link) = self.links.iter().find(|link| link.cable == cable) {
            return link.name.clone();
        }
        let lan = self.lans.iter().find(|lan| lan.cables.contains(&cable));
        let lan = lan.expect("a cable belongs to a link or a LAN");
        format!("{}/{}", lan.name, self.name(self.cables[cable].ends[1].site))
    }

    /// Returns the ends of a link, in the order in which the topology names them.
    ///
    /// # Panics
    /// Panics if the link is not part of this plan.
    pub fn link_ends(&self, link: &LinkPlan) -> [HostEnd; 2] {
        let ends = self.cables[link.cable].ends;
        ends.map(|end| end.in_host().expect("a link joins two hosts"))
    }

    /// Returns the hosts' ends of a LAN, in the order in which the topology names them.
    ///
    /// # Panics
    /// Panics if the LAN is not part of this plan.
    pub fn lan_ends(&self, lan: &LanPlan) -> Vec<HostEnd> {
        let cables = &self.cables[lan.cables.clone()];
        cables.iter().filter_map(|cable| cable.ends[1].in_host()).collect()
    }
}
