//! Where packets arrive.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use nsfixture_plan::{CableEnd, CablePlan, HostEnd, Plan};

/// An interface of a host, or a switch, at which packets arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Point {
    /// The name of the host, or of the LAN.
    pub(crate) host: Arc<str>,
    /// The name of the interface.
    pub(crate) interface: String,
    /// The name of the cable; `None` for a switch, which has several.
    pub(crate) cable: Option<String>,
    pub(crate) mac: [u8; 6],
    pub(crate) addrs: Vec<IpAddr>,
    /// Whether it forwards packets.
    pub(crate) is_router: bool,
}

impl Point {
    /// Returns the points of a network in the order of their numbers: the interfaces of all hosts, then the switches.
    pub(crate) fn all(plan: &Plan) -> Vec<Self> {
        let ends = |(nth, cable): (usize, &CablePlan)| cable.ends.map(|end| (end, nth));
        let cables: HashMap<CableEnd, usize> =
            plan.cables.iter().enumerate().flat_map(ends).collect();
        let mut points = Vec::new();
        for (nth, node) in plan.nodes.iter().enumerate() {
            let host = Arc::<str>::from(node.name.as_str());
            points.extend(node.interfaces.iter().enumerate().map(|(place, interface)| {
                let end = HostEnd { node: nth, interface: place };
                let own = interface.addrs.iter().map(|addr| addr.addr());
                Self {
                    host: Arc::clone(&host),
                    interface: interface.name.to_string(),
                    cable: cables.get(&end.into()).map(|&cable| plan.cable_name(cable)),
                    mac: interface.mac,
                    addrs: own.chain([interface.link_local().into()]).collect(),
                    is_router: node.forwards,
                }
            }));
        }
        points.extend(plan.lans.iter().map(|lan| Self {
            host: lan.name.as_str().into(),
            interface: "br0".to_owned(),
            cable: None,
            mac: [0; 6],
            addrs: Vec::new(),
            is_router: false,
        }));
        points
    }
}
