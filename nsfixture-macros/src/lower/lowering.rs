//! The way from syntax to a model, through all of its parts.

use nsfixture_plan::Key;
use quote::quote;

use super::harness::Harnesses;
use super::network::NetworkBuilder;
use super::settings::Settings;
use super::{attrs, params, signature};
use crate::args::{Args, Form};
use crate::diag::{self, Diagnostics};
use crate::input::Input;
use crate::keys;
use crate::model::Model;
use crate::surroundings::SurroundingAttrs;

pub(crate) fn lower<'i>(
    args: &Args,
    function: &'i Input,
    surroundings: &SurroundingAttrs,
    mut diagnostics: Diagnostics,
) -> Result<Model<'i>, syn::Error> {
    let (mut network, settings) = read_keys(args, &mut diagnostics);
    let Input { attrs, sig, .. } = function;
    let is_async = sig.asyncness.is_some();
    let harnesses = Harnesses::below(attrs, is_async);
    attrs::check(attrs, &mut diagnostics);
    attrs::check_above(surroundings, attrs, &mut diagnostics);
    signature::check(sig, harnesses, &mut diagnostics);
    let params = params::read(sig, harnesses, &mut diagnostics);
    if network.is_empty() {
        params::add_single_host(&params, &mut network, &mut diagnostics);
    }
    let arguments = params::resolve(&params, &network, &mut diagnostics);
    let run_in = settings.run_in(&network, &mut diagnostics);
    settings.check_runtime(is_async, harnesses, &mut diagnostics);
    network.check(&mut diagnostics);
    if let Some(replay) = &settings.replay {
        replay.check(&network, &mut diagnostics);
    }

    match diagnostics.into_error() {
        Some(error) => Err(error),
        None => Ok(Model {
            function,
            flavor: settings.flavor(),
            krate: settings.krate.unwrap_or_else(|| quote!(::nsfixture)),
            network: network.into_network(),
            run_in,
            timeout_millis: settings.timeout_millis,
            allow_unobserved_panics: settings.allow_unobserved_panics,
            capture: settings.capture,
            replay: settings.replay.map(|replay| replay.path),
            arguments,
            harnesses,
            is_registered: attrs::is_registered(surroundings, attrs, sig),
        }),
    }
}

fn read_keys<'a>(args: &'a Args, diagnostics: &mut Diagnostics) -> (NetworkBuilder, Settings<'a>) {
    let mut network = NetworkBuilder::new();
    let mut settings = Settings::default();
    if !args.whole {
        network.mark_incomplete();
    }
    for item in &args.items {
        let name = item.name();
        match (name.as_str(), Key::find(&keys::TOP, &name)) {
            (
                "link" | "lan" | "router" | "host" | "family" | "fault" | "faults" | "seed"
                | "topology" | "file",
                Some(key),
            ) => network.add(key, item, diagnostics),
            (_, Some(key)) => settings.set(key, item, diagnostics),
            (_, None) => {
                if !matches!(item.form, Form::Value(_)) {
                    network.mark_incomplete();
                }
                diagnostics.at(&item.key, diag::unknown_key(&name));
            }
        }
    }
    (network, settings)
}
