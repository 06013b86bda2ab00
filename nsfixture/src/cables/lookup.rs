//! Finding links and LANs by name.

use super::link_id::{LinkId, Selector};
use crate::error::{Error, Kind};
use crate::state::Network;

impl Network {
    fn link_names(&self) -> Vec<&str> {
        self.plan.links.iter().map(|link| link.name.as_str()).collect()
    }

    fn lan_names(&self) -> Vec<&str> {
        self.plan.lans.iter().map(|lan| lan.name.as_str()).collect()
    }

    /// Returns the index of the cable of a link.
    pub(crate) fn find_link(&self, id: &LinkId) -> Result<usize, Error> {
        match &id.0 {
            Selector::Name(name) => self.find_link_by_name(name),
            Selector::Ends(a, b) => self.find_link_between(a, b),
        }
    }

    fn find_link_by_name(&self, name: &str) -> Result<usize, Error> {
        let names = self.link_names();
        if let Some(link) = names.iter().position(|known| *known == name) {
            return Ok(self.plan.links[link].cable);
        }
        let advice = if self.lan_names().contains(&name) {
            Some("it is a LAN: use `Net::lan`")
        } else if nsfixture_plan::did_you_mean(name, names.iter().copied()).is_none() {
            Some("look it up by its name or by its two hosts, `net.link((\"a\", \"b\"))`")
        } else {
            None
        };
        Err(Kind::unknown_name("link", name, &names, advice).into())
    }

    fn find_link_between(&self, a: &str, b: &str) -> Result<usize, Error> {
        let connects = |ends: [&str; 2]| ends == [a, b] || ends == [b, a];
        let links = self.plan.links.iter().filter(|link| {
            let ends = self.plan.link_ends(link);
            connects(ends.map(|end| self.plan.nodes[end.node].name.as_str()))
        });
        let found: Vec<_> = links.collect();
        match found[..] {
            [only] => Ok(only.cable),
            [] => {
                self.find_node(a)?;
                self.find_node(b)?;
                Err(Kind::UnknownName(format!(
                    "no link between `{a}` and `{b}` in this network (links: {})",
                    self.link_names().join(", ")
                ))
                .into())
            }
            _ => Err(Kind::UnknownName(format!(
                "{} links between `{a}` and `{b}`: look them up by name ({})",
                found.len(),
                found.iter().map(|link| link.name.as_str()).collect::<Vec<_>>().join(", ")
            ))
            .into()),
        }
    }

    /// Returns the index of a LAN.
    pub(crate) fn find_lan(&self, name: &str) -> Result<usize, Error> {
        let names = self.lan_names();
        let found = names.iter().position(|known| *known == name);
        found.ok_or_else(|| {
            let is_link = self.link_names().contains(&name);
            let advice = is_link.then_some("it is a link: use `Net::link`");
            Kind::unknown_name("LAN", name, &names, advice).into()
        })
    }
}
