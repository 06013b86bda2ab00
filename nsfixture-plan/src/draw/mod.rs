//! Pictures of a network: as text for a terminal, as Mermaid for Markdown and, behind the feature
//! `svg`, as SVG for everything else.
//!
//! They are drawn from the plan, which has the addresses and names that were allocated. Defaults,
//! such as the MTU 1500, are not shown. What happens to packets is shown in a few words: `20ms, 1% loss`.

mod columns;
mod faults;
mod mermaid;
mod segments;
#[cfg(feature = "svg")]
mod svg;
mod table;
mod text;

use std::fmt;

use crate::plan::Plan;
use crate::problem::Problems;
use crate::topology::Topology;

impl Plan {
    /// Draws the network for a terminal of 80 columns: each LAN with its hosts, each link, and the
    /// routes of the routers. [`Display`](fmt::Display) writes the same without the last newline.
    ///
    /// ```
    /// use nsfixture_plan::{Link, Plan, Topology};
    ///
    /// let wire = Link::new(("a", "10.0.0.1/24"), ("b", "10.0.0.2/24")).name("wire").mtu(1400);
    /// let plan = Plan::new(&Topology::new().link(wire))?;
    /// assert_eq!(
    ///     plan.to_text(),
    ///     "a eth0 10.0.0.1/24 ── wire, mtu 1400 ── 10.0.0.2/24 eth0 b\n"
    /// );
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    pub fn to_text(&self) -> String {
        text::draw(self)
    }

    /// Draws the network as a [Mermaid](https://mermaid.js.org) flowchart, for a Markdown code block of
    /// the language `mermaid`.
    ///
    /// ```
    /// use nsfixture_plan::{Plan, Topology};
    ///
    /// let plan = Plan::new(&Topology::new().link((("a", "10.0.0.1/24"), ("b", "10.0.0.2/24"))))?;
    /// let chart = plan.to_mermaid();
    /// assert!(chart.starts_with("flowchart LR\n"));
    /// assert!(chart.contains(r#"h0 -- "a-b" --- h1"#));
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    pub fn to_mermaid(&self) -> String {
        mermaid::draw(self)
    }

    /// Draws the network as a self-contained SVG document: no font, no style sheet, no script. It has a
    /// background, so that it is readable on light and on dark pages.
    ///
    /// A LAN with more than 8 hosts that are on no other link or LAN is drawn as a frame around them.
    ///
    /// ```
    /// use nsfixture_plan::{Plan, Topology};
    ///
    /// let plan = Plan::new(&Topology::new().link((("a", "10.0.0.1/24"), ("b", "10.0.0.2/24"))))?;
    /// assert!(plan.to_svg().contains("10.0.0.2/24"));
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    #[cfg(feature = "svg")]
    pub fn to_svg(&self) -> String {
        svg::draw(self)
    }
}

impl Topology {
    /// Draws the network for a terminal, as [`Plan::to_text`] does.
    ///
    /// # Errors
    /// Returns all problems with the topology.
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::{Lan, Topology};
    ///
    /// let office = Lan::new(["alice", "bob"]).name("office").subnet("10.1.0.0/24");
    /// let drawn = Topology::new().lan(office).to_text()?;
    /// assert_eq!(
    ///     drawn,
    ///     "lan office  10.1.0.0/24\n\
    ///      ├─ alice  eth0  10.1.0.1/24\n\
    ///      └─ bob    eth0  10.1.0.2/24\n"
    /// );
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    pub fn to_text(&self) -> Result<String, Problems> {
        Plan::new(self).map(|plan| plan.to_text())
    }

    /// Draws the network as a Mermaid flowchart, as [`Plan::to_mermaid`] does.
    ///
    /// # Errors
    /// Returns all problems with the topology.
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::Topology;
    ///
    /// let chart = Topology::new().lan(["alice", "bob"]).to_mermaid()?;
    /// assert!(chart.contains("<b>alice</b>"));
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    pub fn to_mermaid(&self) -> Result<String, Problems> {
        Plan::new(self).map(|plan| plan.to_mermaid())
    }

    /// Draws the network as an SVG document, as [`Plan::to_svg`] does.
    ///
    /// # Errors
    /// Returns all problems with the topology.
    ///
    /// ```
    /// # extern crate nsfixture_plan as nsfixture;
    /// use nsfixture::Topology;
    ///
    /// let picture = Topology::new().lan(["alice", "bob"]).to_svg()?;
    /// assert!(picture.starts_with("<svg "));
    /// # Ok::<(), nsfixture_plan::Problems>(())
    /// ```
    #[cfg(feature = "svg")]
    pub fn to_svg(&self) -> Result<String, Problems> {
        Plan::new(self).map(|plan| plan.to_svg())
    }
}

/// Writes the plan as [`to_text`](Plan::to_text) does, without the last newline.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_text().trim_end())
    }
}
